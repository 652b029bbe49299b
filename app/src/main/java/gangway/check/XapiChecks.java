package gangway.check;

import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.protocol.PciBackend;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses requests that change a guest of XAPI. XAPI keeps the definitions of its guests in its own
 * database, and gives a guest the functions of {@code other-config:pci} when the guest starts.
 *
 * <p>What happens without the finding {@code GUEST-OF-XAPI}: the next start of the guest undoes the
 * change, or fails; XAPI does not know a guest that others create, and may destroy it.
 */
final class XapiChecks {
  private XapiChecks() {}

  /** A request for a guest of XAPI. */
  static Finding refusal(Guest guest, Request request) {
    Domain domain = guest.running().orElseThrow();
    NavigableSet<PciAddress> functions = now(domain);
    switch (request) {
      case Request.Attach attach -> functions.addAll(attach.functions());
      case Request.Detach detach -> detach.functions().forEach(functions::remove);
      default -> {}
    }
    return finding(
        "guest '%s' is managed by xapi, which undoes changes of others at the guest's next start"
            .formatted(guest.name()),
        "shut the guest down (xe vm-shutdown uuid=%1$s), then: %2$s; then: xe vm-start uuid=%1$s"
            .formatted(domain.uuid(), set(domain.uuid(), functions)),
        List.of(
            "XenStore: /xapi/%s exists".formatted(domain.uuid()),
            "functions of the guest now: " + words(now(domain)),
            ("functions that xapi gives it at its start: xe vm-param-get uuid=%s"
                    + " param-name=other-config param-key=pci")
                .formatted(domain.uuid())));
  }

  /** A new guest. */
  static Finding refusal(NewGuest guest) {
    return finding(
        "xapi manages the guests of this host, and does not know a guest that xl or libvirt"
            + " creates",
        "create the guest by xapi (xe vm-install)"
            + (guest.functions().isEmpty()
                ? ""
                : ", then give it the functions: " + set("UUID", guest.functions())),
        List.of("/etc/xensource-inventory exists"));
  }

  /** What XenStore does not show on a host of XAPI. */
  static Stream<String> unseen(HostSnapshot host) {
    return host.guests().all().stream()
        .filter(guest -> guest.toolstack() == Toolstack.XAPI)
        .limit(1)
        .map(_ -> "guests of xapi that do not run are not shown there: xe vm-list");
  }

  private static Finding finding(String sentence, String remedy, List<String> evidence) {
    return Finding.blocks("GUEST-OF-XAPI", sentence, remedy, evidence);
  }

  private static NavigableSet<PciAddress> now(Domain domain) {
    return domain.pci().stream()
        .flatMap(pci -> pci.entries().stream())
        .map(PciBackend.Entry::function)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** XAPI takes the whole list; the number before an address orders the functions. */
  private static String set(String uuid, Collection<PciAddress> functions) {
    return functions.isEmpty()
        ? "xe vm-param-remove uuid=%s param-name=other-config param-key=pci".formatted(uuid)
        : "xe vm-param-set uuid=%s other-config:pci=%s"
            .formatted(
                uuid,
                functions.stream()
                    .map(function -> "0/" + function)
                    .collect(Collectors.joining(",")));
  }

  private static String words(Collection<PciAddress> functions) {
    return Optional.of(
            functions.stream().map(PciAddress::toString).collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty())
        .orElse("none");
  }
}
