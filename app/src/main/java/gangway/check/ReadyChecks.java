package gangway.check;

import gangway.host.HostSnapshot;
import gangway.request.Request;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.guest.HotPlug;
import gangway.xen.guest.HotPlugSupport;
import gangway.xen.protocol.GuestType;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a guest whose definition shall allow hot-plug.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code GUEST-NOT-PV}: Gangway writes settings for PV guests into the definition of another
 *       guest type.
 *   <li>{@code GUEST-RESTART}: the operator expects that the running guest takes functions, and the
 *       next attach is refused.
 *   <li>{@code GUEST-RUNS-READY}: the operator restarts a guest that need not be restarted.
 * </ul>
 */
final class ReadyChecks {
  private ReadyChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Ready request) {
    List<Guest> guests = host.guests().named(request.guest());
    return guests.size() == 1 ? of(guests.getFirst()) : List.of();
  }

  private static List<Finding> of(Guest guest) {
    List<Finding> findings = new ArrayList<>();
    guest
        .definition()
        .filter(definition -> !definition.content().supported())
        // a type that the toolstack refuses is DEFINITION-REFUSED
        .filter(definition -> definition.content().type() != GuestType.UNKNOWN)
        .map(DefinitionFile::file)
        .ifPresent(file ->
            findings.add(
                Finding.blocks(
                    "GUEST-NOT-PV",
                    ("guest '%s' is not defined as a PV guest, and Gangway attaches functions only"
                            + " to PV guests")
                        .formatted(guest.name()),
                    "use the toolstack's own commands: xl pci-attach, or virsh attach-device",
                    file.toString())));
    guest.running().filter(Domain::supported).stream()
        .filter(_ -> guest.creation().isPresent())
        .map(domain -> running(guest, domain))
        .forEach(findings::add);
    return findings;
  }

  private static Finding running(Guest guest, Domain domain) {
    String file = Creation.file(domain).toString();
    return switch (HotPlug.now(guest, domain.protocol())) {
      case YES ->
          Finding.notes(
              "GUEST-RUNS-READY",
              "guest %s was created with passthrough; functions can be attached while it runs"
                  .formatted(domain.name()),
              "no restart is needed: gangway attach %s ADDRESS".formatted(domain.name()),
              file);
      case UNKNOWN -> HotPlugChecks.undecided(domain);
      case NO ->
          Finding.warns(
              "GUEST-RESTART",
              ("guest %s was created without hot-plug support; the new settings take effect at its"
                      + " next start")
                  .formatted(domain.name()),
              "shut the guest down and start it again from its definition",
              file
                  + ": "
                  + (guest.hotPlug() == HotPlugSupport.YES
                      ? "e820_host is not set"
                      : "has no function, no passthrough and no e820_host"));
    };
  }
}
