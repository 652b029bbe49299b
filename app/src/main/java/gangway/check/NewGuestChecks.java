package gangway.check;

import gangway.host.HostSnapshot;
import gangway.host.NewGuestResources;
import gangway.host.storage.Storage;
import gangway.host.storage.Volume;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.libvirt.Draft;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.protocol.PciBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether a new guest can be created as requested.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code GUEST-EXISTS}, {@code FILE-EXISTS}: the new definition overwrites another guest's
 *       definition or another file.
 *   <li>{@code NO-SUCH-FILE}, {@code NO-SUCH-BRIDGE}, {@code NO-BOOTLOADER}, {@code NO-MEMORY}: the
 *       guest is defined, but fails to start.
 *   <li>{@code NO-VIRT-INSTALL}, {@code VIRT-INSTALL-REFUSED}: the operation fails in the middle.
 *   <li>{@code DISK-OTHER-GUEST}, {@code DISK-DOM0}: two systems write to one file system and
 *       destroy it.
 * </ul>
 */
final class NewGuestChecks {
  private NewGuestChecks() {}

  static List<Finding> of(HostSnapshot host, Request.New request) {
    NewGuest guest = request.guest();
    NewGuestResources resources = host.resources();
    if (resources.ofXapi()) {
      return List.of(XapiChecks.refusal(guest));
    }
    List<Finding> findings = new ArrayList<>();
    host.guests().named(guest.name()).stream()
        .filter(there -> !isIt(there, request))
        .forEach(there -> findings.add(exists(there)));
    if (resources.occupied() && host.guests().named(guest.name()).isEmpty()) {
      findings.add(
          Finding.blocks(
              "FILE-EXISTS",
              "%s, where the definition would be written, exists already".formatted(guest.file()),
              "look at the file and move it away, or choose another guest name"));
    }
    guest
        .files()
        .filter(file -> !resources.files().containsKey(file))
        .forEach(file ->
            findings.add(
                Finding.blocks(
                    "NO-SUCH-FILE",
                    "the guest's file %s does not exist".formatted(file),
                    "name a kernel, an initial RAM disk or a disk that exists on this host")));
    guest.bridges().stream()
        .filter(bridge -> !resources.bridges().contains(bridge))
        .forEach(bridge ->
            findings.add(
                Finding.blocks(
                    "NO-SUCH-BRIDGE",
                    "this host has no bridge " + bridge,
                    "name one of the bridges that 'ip link show type bridge' lists, or create it"
                        + " first",
                    "does not exist: /sys/class/net/" + bridge + "/bridge")));
    guest.disks().forEach(disk -> findings.addAll(disk(host, guest, disk)));
    start(guest, resources).ifPresent(findings::add);
    draft(resources).ifPresent(findings::add);
    memory(request, resources)
        .filter(_ -> host.guests().named(guest.name()).isEmpty())
        .ifPresent(findings::add);
    return findings;
  }

  /** Whether an existing guest is already the requested one. */
  private static boolean isIt(Guest there, Request.New request) {
    boolean described =
        there.toolstack() == request.guest().toolstack()
            && there.definition().filter(d -> d.content().describes(request.guest())).isPresent();
    return described
        && (!request.now() || there.running().map(domain -> has(domain, request)).orElse(true));
  }

  private static boolean has(Domain domain, Request.New request) {
    List<PciAddress> functions =
        domain.pci().stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    return functions.containsAll(request.functions());
  }

  private static Finding exists(Guest there) {
    return Finding.blocks(
        "GUEST-EXISTS",
        "%s already has another guest '%s'".formatted(there.toolstack(), there.name()),
        "choose another name; to attach devices to the existing guest: gangway attach %s ADDRESS"
            .formatted(there.name()),
        Stream.concat(there.running().stream().map(Domain::toString), there.files()).toList());
  }

  /** Two systems that write to one disk destroy its content. */
  private static List<Finding> disk(HostSnapshot host, NewGuest guest, Path disk) {
    Path behind = host.resources().files().getOrDefault(disk, disk);
    List<Finding> findings = new ArrayList<>();
    for (Guest other : host.guests().all()) {
      boolean has =
          other.definitions().stream()
              .map(definition -> definition.content().disks())
              .anyMatch(disks -> disks.contains(disk) || disks.contains(behind));
      if (has && !other.name().equals(guest.name())) {
        findings.add(
            Finding.blocks(
                    "DISK-OTHER-GUEST",
                    ("%s is already a disk of guest %s; both guests would write to it and destroy"
                            + " its content")
                        .formatted(disk, other.name()),
                    "give the new guest a copy of the disk",
                    other.files().toList())
                .unlessAccepted());
      }
    }
    List<String> uses =
        host.storage().uses().stream()
            .filter(use -> use.kind() == Storage.Kind.SYSTEM || use.kind() == Storage.Kind.IN_USE)
            .filter(use -> isOn(host.storage(), use.on(), String.valueOf(behind.getFileName())))
            .map(Storage.Use::what)
            .toList();
    if (behind.startsWith("/dev") && !uses.isEmpty()) {
      findings.add(
          Finding.blocks(
              "DISK-DOM0",
              "dom0 uses %2$s for %1$s; dom0 and the guest would both write to it"
                  .formatted(TextLists.of(uses), disk),
              "give the guest another disk, or unmount this one first (umount DIRECTORY)"));
    }
    return findings;
  }

  /** Whether a volume is the wanted one or is on it; no volume is made of itself, so this ends. */
  private static boolean isOn(Storage storage, String volume, String wanted) {
    return volume.equals(wanted)
        || Optional.ofNullable(storage.volumes().get(volume)).map(Volume::below).stream()
            .flatMap(List::stream)
            .anyMatch(below -> isOn(storage, below, wanted));
  }

  private static Optional<Finding> start(NewGuest guest, NewGuestResources resources) {
    return guest.kernel().isPresent() || resources.bootloader()
        ? Optional.empty()
        : Optional.of(
            Finding.blocks(
                "NO-BOOTLOADER",
                "pygrub, which boots a guest with the kernel on its disk, is not installed",
                "boot the guest with a kernel from dom0: --kernel FILE --initrd FILE"));
  }

  private static Optional<Finding> draft(NewGuestResources resources) {
    return resources
        .draft()
        .flatMap(draft ->
            switch (draft) {
              case Draft.Written _ -> Optional.empty();
              case Draft.NoProgram _ ->
                  Optional.of(
                      Finding.blocks(
                          "NO-VIRT-INSTALL",
                          "virt-install, which creates guests for libvirt, is not installed",
                          "install it (apt install virtinst, or dnf install virt-install), or use"
                              + " --toolstack xl"));
              case Draft.Refused(List<String> complaint) ->
                  Optional.of(
                      Finding.blocks(
                          "VIRT-INSTALL-REFUSED",
                          "virt-install refused to create this guest",
                          "correct what virt-install reports below, or use --toolstack xl",
                          TextLists.lines(complaint, TextLists.MAX_SHOWN)));
            });
  }

  private static Optional<Finding> memory(Request.New request, NewGuestResources resources) {
    int needed = request.guest().memory();
    return resources
        .freeMemory()
        .filter(free -> free < needed)
        .map(free -> {
          Finding finding =
              Finding.blocks(
                      "NO-MEMORY",
                      "the guest needs %d MiB of memory, but Xen has only %d MiB free"
                          .formatted(needed, free),
                      "give the guest less memory (--memory MIB), or take memory from another guest"
                          + " or dom0: xl mem-set DOMAIN MIB",
                      "xl info: free_memory is " + free)
                  .unlessAccepted();
          return request.now()
              ? finding
              : Finding.warns(
                  "NO-MEMORY", finding.sentence(), finding.remedy(), finding.evidence());
        });
  }
}
