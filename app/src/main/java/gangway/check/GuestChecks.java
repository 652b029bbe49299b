package gangway.check;

import gangway.host.FoundProcesses;
import gangway.host.HostSnapshot;
import gangway.host.HotPlugs;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Guest;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether the guest of a request exists and is in a state that allows the request.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code NO-SUCH-GUEST}, {@code GUEST-NOT-RUNNING}, {@code NO-DEFINITION}: the operation
 *       fails in the middle, because the guest, the domain or the file is missing.
 *   <li>{@code GUEST-AMBIGUOUS}, {@code DEFINITION-AMBIGUOUS}: the operation may change the wrong
 *       guest or file.
 *   <li>{@code GUEST-NOT-PV}: Gangway waits for a PV frontend that the guest does not have.
 *   <li>{@code GUEST-BUSY}: two operations change the same record in XenStore, and the guest may
 *       see neither device.
 *   <li>{@code GUEST-BEING-SAVED}: the saved guest has a device, or its kernel has a part of one,
 *       and crashes when it resumes.
 *   <li>{@code GUEST-PAUSED}, {@code GUEST-UNKNOWN}: the operation waits for a guest that cannot
 *       answer, until the time limit.
 *   <li>{@code GUEST-MANY-HOT-PLUGS}: an old guest kernel may fail.
 * </ul>
 */
final class GuestChecks {
  private GuestChecks() {}

  static List<Finding> of(HostSnapshot host, String name, Request request) {
    List<Guest> guests = host.guests().named(name);
    if (guests.isEmpty()) {
      return List.of(
          Finding.blocks(
              "NO-SUCH-GUEST",
              "no guest '%s' is running or defined on this host".formatted(name),
              "run 'gangway guests' to list the guests of this host",
              Stream.concat(
                      looked(host, "searched: XenStore, /etc/xen and /etc/libvirt/libxl").stream(),
                      XapiChecks.unseen(host))
                  .toList()));
    }
    if (guests.size() > 1) {
      return List.of(
          Finding.blocks(
              "GUEST-AMBIGUOUS",
              "%s each have a guest '%s', so the name is ambiguous"
                  .formatted(
                      guests.stream()
                          .map(guest -> guest.toolstack().toString())
                          .collect(Collectors.joining(" and ")),
                      name),
              "rename one of them (xl rename, virsh domrename, or xe vm-param-set name-label=)",
              guests.stream().flatMap(Guest::files).toList()));
    }
    Guest guest = guests.getFirst();
    if (guest.toolstack() == Toolstack.XAPI) {
      return List.of(XapiChecks.refusal(guest, request));
    }
    List<Finding> findings = new ArrayList<>();
    if (request.now()) {
      running(guest, request, findings);
      saving(host, guest).ifPresent(findings::add);
      manyTimes(host, guest, request).ifPresent(findings::add);
    }
    if (request.lasting()) {
      defined(host, guest, request, findings);
    }
    findings.addAll(DefinitionChecks.of(guest, request));
    return findings;
  }

  /** Where definitions were searched, and the files that may be meant as definitions. */
  private static List<String> looked(HostSnapshot host, String where) {
    return Stream.concat(Stream.of(where), host.guests().complaints()).toList();
  }

  /**
   * A capture and a plain folder show no processes; this host shows at least its own process, so
   * the list is then not empty.
   */
  private static Optional<Finding> saving(HostSnapshot host, Guest guest) {
    FoundProcesses saving = host.saving();
    if (!saving.found().isEmpty()) {
      return Optional.of(
          Finding.blocks(
              "GUEST-BEING-SAVED",
              "another program saves or migrates guest '%s'".formatted(guest.name()),
              "wait until the processes have ended, then run the command again",
              saving.lines()));
    }
    return saving
        .doubtOnHost()
        .map(doubt ->
            Finding.blocks(
                    "GUEST-MAY-BE-SAVED",
                    "it is not known whether another program saves or migrates guest '%s'"
                        .formatted(guest.name()),
                    "run the command as root, directly in dom0; or make sure that nobody saves or"
                        + " migrates the guest",
                    doubt)
                .unlessAccepted());
  }

  private static void running(Guest guest, Request request, List<Finding> findings) {
    if (guest.running().isEmpty()) {
      findings.add(
          Finding.blocks(
              "GUEST-NOT-RUNNING",
              "guest '%s' is not running".formatted(guest.name()),
              "start it, or add --config to change only its definition"));
      return;
    }
    if (!guest.running().get().supported()) {
      findings.add(
          Finding.blocks(
              "GUEST-NOT-PV",
              "guest '%s' runs as type %s, and Gangway attaches functions only to PV guests"
                  .formatted(guest.name(), guest.running().get().type()),
              "use the toolstack's own commands: xl pci-attach and pci-detach, or virsh"
                  + " attach-device and detach-device",
              "XenStore: /libxl/" + guest.running().get().domid() + "/type"));
    }
    if (guest.running().get().inProgress().isPresent()) {
      findings.add(
          Finding.blocks(
              "GUEST-BUSY",
              "another attach or detach for guest '%s' is in progress".formatted(guest.name()),
              "wait until it ends ('gangway guests' shows this); if it does not end, the guest does"
                  + " not answer: see 'gangway doctor'",
              "XenStore: %s/state is %s"
                  .formatted(
                      PciBackend.path(guest.running().get().domid()),
                      guest.running().get().pci().orElseThrow().backend())));
    }
    if (guest.paused() && !forced(request)) {
      findings.add(
          Finding.blocks(
              "GUEST-PAUSED",
              "guest '%s' is paused and cannot answer".formatted(guest.name()),
              "unpause it first: xl unpause " + guest.name(),
              "xl list: domain " + guest.running().get().domid() + " has state p"));
    }
    if (guest.suspended() && !forced(request)) {
      findings.add(
          Finding.blocks(
              "GUEST-SUSPENDED",
              "guest '%s' is suspended and cannot answer".formatted(guest.name()),
              Guest.WHEN_SUSPENDED,
              "xl list: domain " + guest.running().get().domid() + " has state ss"));
    }
    if (guest.stateUnknown() && !forced(request)) {
      findings.add(
          Finding.blocks(
                  "GUEST-UNKNOWN",
                  ("Gangway cannot determine whether guest '%s' is paused or suspended, so that it"
                          + " could not answer")
                      .formatted(guest.name()),
                  "make sure that 'xl list' works and shows the guest, then run the command again",
                  "XenStore has domain %s; 'xl list' fails or does not show it"
                      .formatted(guest.running().get().domid()))
              .unlessAccepted());
    }
  }

  /** The count from which on Gangway warns: early enough to plan a restart of the guest. */
  private static final int MANY = HotPlugs.MAX_IN_A_SHORT_TIME - 64;

  private static Optional<Finding> manyTimes(HostSnapshot host, Guest guest, Request request) {
    return guest
        .running()
        .map(domain -> host.hotPlugs().get(domain.domid()))
        .filter(plugs ->
            plugs.known().map(count -> count + request.functions().size() > MANY).orElse(true))
        .map(plugs ->
            Finding.warns(
                "GUEST-MANY-HOT-PLUGS",
                ("guest '%s' had %s functions attached or detached since its start, and an old"
                        + " guest kernel may fail after many")
                    .formatted(
                        guest.name(),
                        plugs
                            .known()
                            .map(count -> Integer.toString(count))
                            .orElseGet(() ->
                                "an unknown number (%s is damaged) of".formatted(plugs.file()))),
                "if the guest's kernel is old, restart the guest before the count reaches %s"
                    .formatted(HotPlugs.MAX_IN_A_SHORT_TIME),
                ("the RHEL 5 Virtualization Guide: more than %s in a short time can cause a kernel"
                        + " error")
                    .formatted(HotPlugs.MAX_IN_A_SHORT_TIME)));
  }

  /** Whether the request works without an answer of the guest. */
  private static boolean forced(Request request) {
    return request instanceof Request.Detach detach && detach.manner() == Manner.FORCED;
  }

  private static void defined(
      HostSnapshot host, Guest guest, Request request, List<Finding> findings) {
    if (guest.definitions().size() > 1) {
      findings.add(
          Finding.blocks(
              "DEFINITION-AMBIGUOUS",
              "guest '%s' has more than one definition".formatted(guest.name()),
              "remove all but one of the files, or add --now to change only the running guest",
              guest.files().toList()));
    } else if (guest.definitions().isEmpty()) {
      findings.add(
          Finding.blocks(
              "NO-DEFINITION",
              "guest '%s' has no definition that Gangway can find".formatted(guest.name()),
              "add --now to change only the running guest, or put the guest's definition into"
                  + " /etc/xen",
              looked(
                  host,
                  "searched for a definition of %s: /etc/xen and /etc/libvirt/libxl"
                      .formatted(guest.toolstack()))));
    } else if (request instanceof Request.Attach) {
      findings.addAll(DefinedTypeChecks.of(guest.definitions().getFirst()));
    }
  }
}
