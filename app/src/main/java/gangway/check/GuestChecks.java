package gangway.check;

import gangway.host.Host;
import gangway.host.HotPlugs;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.toolstack.Guest;
import gangway.toolstack.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether there is a guest that can be given something, or asked for it. */
final class GuestChecks {
  private GuestChecks() {}

  static List<Finding> of(Host host, String name, Request request) {
    List<Guest> guests = host.guests().named(name);
    if (guests.isEmpty()) {
      return List.of(
          Finding.blocks(
              "NO-SUCH-GUEST",
              "there is no guest '" + name + "' here, neither running nor defined",
              "see 'gangway guests' for those there are",
              looked(host, "looked in XenStore, /etc/xen and /etc/libvirt/libxl")));
    }
    if (guests.size() > 1) {
      return List.of(
          Finding.blocks(
              "GUEST-AMBIGUOUS",
              "xl and libvirt each know a guest '" + name + "'",
              "rename one of them",
              guests.stream().flatMap(Guest::files).toList()));
    }
    Guest guest = guests.getFirst();
    List<Finding> findings = new ArrayList<>();
    if (request.now()) {
      running(guest, request, findings);
      manyTimes(host, guest, request).ifPresent(findings::add);
    }
    if (request.lasting()) {
      defined(host, guest, request, findings);
    }
    findings.addAll(DefinitionChecks.of(guest, request));
    return findings;
  }

  /** Where a definition was looked for, and what may be meant to be one. */
  private static List<String> looked(Host host, String where) {
    return Stream.concat(Stream.of(where), host.guests().complaints()).toList();
  }

  private static void running(Guest guest, Request request, List<Finding> findings) {
    if (guest.running().isEmpty()) {
      findings.add(
          Finding.blocks(
              "GUEST-NOT-RUNNING",
              "guest '" + guest.name() + "' does not run",
              "start it, or change its definition only: --config"));
      return;
    }
    if (!guest.running().get().supported()) {
      findings.add(
          Finding.blocks(
              "GUEST-NOT-PV",
              "guest '%s' is not para-virtualized but %s"
                  .formatted(guest.name(), guest.running().get().type()),
              "Gangway hands functions to PV guests only; use the toolstack's own commands",
              "XenStore: /libxl/" + guest.running().get().domid() + "/type"));
    }
    if (guest.running().get().inProgress().isPresent()) {
      findings.add(
          Finding.blocks(
              "GUEST-BUSY",
              "guest '" + guest.name() + "' is being given a function, or one is taken from it",
              "wait until that has ended ('gangway guests'); if it does not, the guest does not"
                  + " answer",
              "XenStore: %s/state is %s"
                  .formatted(
                      PciBackend.path(guest.running().get().domid()),
                      guest.running().get().pci().orElseThrow().backend())));
    }
    if (guest.paused() && !forced(request)) {
      findings.add(
          Finding.blocks(
              "GUEST-PAUSED",
              "guest '" + guest.name() + "' is paused and cannot answer",
              "let it run first: xl unpause " + guest.name(),
              "xl list: domain " + guest.running().get().domid() + " has state p"));
    }
  }

  /** A warning from so many on: what is begun should come to its end. */
  private static final int MANY = HotPlugs.MOST - 64;

  private static Optional<Finding> manyTimes(Host host, Guest guest, Request request) {
    return guest
        .running()
        .map(domain -> host.hotPlugs().get(domain.domid()))
        .filter(plugs -> plugs.count() + request.functions().size() > MANY)
        .map(plugs ->
            Finding.warns(
                "GUEST-MANY-HOT-PLUGS",
                "guest '%s' was given functions, or they were taken from it, %d times since its start"
                    .formatted(guest.name(), plugs.count()),
                "if its kernel is an old one, restart it before it comes to %d"
                    .formatted(HotPlugs.MOST),
                "the RHEL 5 Virtualization Guide: more than %d in a short time can end in a kernel error"
                    .formatted(HotPlugs.MOST)));
  }

  /** Whether the guest need not answer. */
  private static boolean forced(Request request) {
    return request instanceof Request.Detach detach && detach.manner() == Manner.FORCED;
  }

  private static void defined(Host host, Guest guest, Request request, List<Finding> findings) {
    if (guest.definitions().size() > 1) {
      findings.add(
          Finding.blocks(
              "DEFINITION-AMBIGUOUS",
              "guest '" + guest.name() + "' is defined more than once",
              "leave one of the files, or use --now",
              guest.files().toList()));
    } else if (guest.definitions().isEmpty()) {
      findings.add(
          Finding.blocks(
              "NO-DEFINITION",
              "no definition of guest '" + guest.name() + "' was found",
              "use --now, or put its definition into /etc/xen",
              looked(
                  host,
                  "looked in /etc/xen and /etc/libvirt/libxl for one of " + guest.toolstack())));
    } else if (request instanceof Request.Attach) {
      findings.addAll(DefinedTypeChecks.of(guest.definitions().getFirst()));
    }
  }
}
