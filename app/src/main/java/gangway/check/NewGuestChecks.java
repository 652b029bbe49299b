package gangway.check;

import gangway.host.Host;
import gangway.host.Premises;
import gangway.host.storage.Storage;
import gangway.host.storage.Volume;
import gangway.pci.Address;
import gangway.request.Request;
import gangway.toolstack.Domain;
import gangway.toolstack.Draft;
import gangway.toolstack.Guest;
import gangway.toolstack.NewGuest;
import gangway.toolstack.PciBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a guest can be made of what it is to be made of. */
final class NewGuestChecks {
  private NewGuestChecks() {}

  static List<Finding> of(Host host, Request.New request) {
    NewGuest guest = request.guest();
    Premises premises = host.premisesOfNewGuest();
    List<Finding> findings = new ArrayList<>();
    host.guests().named(guest.name()).stream()
        .filter(there -> !isIt(there, request))
        .forEach(there -> findings.add(exists(there)));
    if (premises.occupied() && host.guests().named(guest.name()).isEmpty()) {
      findings.add(
          Finding.blocks(
              "FILE-EXISTS",
              guest.file() + " is there already",
              "see what it is, and move it away, or name the guest otherwise"));
    }
    guest
        .files()
        .filter(file -> !premises.files().containsKey(file))
        .forEach(file ->
            findings.add(
                Finding.blocks(
                    "NO-SUCH-FILE",
                    "there is no " + file + " for the guest",
                    "name a kernel, an initial RAM disk or a disk that is here")));
    guest.bridges().stream()
        .filter(bridge -> !premises.bridges().contains(bridge))
        .forEach(bridge ->
            findings.add(
                Finding.blocks(
                    "NO-SUCH-BRIDGE",
                    "there is no bridge " + bridge,
                    "see 'ip link show type bridge', or make it first",
                    "not there: /sys/class/net/" + bridge + "/bridge")));
    guest.disks().forEach(disk -> findings.addAll(disk(host, guest, disk)));
    start(guest, premises).ifPresent(findings::add);
    draft(premises).ifPresent(findings::add);
    memory(request, premises)
        .filter(_ -> host.guests().named(guest.name()).isEmpty())
        .ifPresent(findings::add);
    return findings;
  }

  /** Whether a guest that is there is the one that is asked for. */
  private static boolean isIt(Guest there, Request.New request) {
    boolean described =
        there.toolstack() == request.guest().toolstack()
            && there.definition().filter(d -> d.content().describes(request.guest())).isPresent();
    return described
        && (!request.now() || there.running().map(domain -> has(domain, request)).orElse(true));
  }

  private static boolean has(Domain domain, Request.New request) {
    List<Address> functions =
        domain.pci().stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    return functions.containsAll(request.functions());
  }

  private static Finding exists(Guest there) {
    return Finding.blocks(
        "GUEST-EXISTS",
        "%s has a guest '%s' already, and it is another one"
            .formatted(there.toolstack(), there.name()),
        "choose another name; to give it devices: gangway attach %s ADDRESS"
            .formatted(there.name()),
        Stream.concat(there.running().stream().map(Domain::toString), there.files()).toList());
  }

  /** Two that write to one disk spoil what is on it. */
  private static List<Finding> disk(Host host, NewGuest guest, Path disk) {
    Path behind = host.premisesOfNewGuest().files().getOrDefault(disk, disk);
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
                    "%s is a disk of guest %s; both would write to it"
                        .formatted(disk, other.name()),
                    "give the new guest a copy",
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
              "dom0 has %s on %s, which the guest would write to".formatted(Several.of(uses), disk),
              "give the guest another disk, or unmount this one first"));
    }
    return findings;
  }

  /** Whether a volume is another one, or made of it; nothing is made of itself. */
  private static boolean isOn(Storage storage, String volume, String wanted) {
    return volume.equals(wanted)
        || Optional.ofNullable(storage.volumes().get(volume)).map(Volume::below).stream()
            .flatMap(List::stream)
            .anyMatch(below -> isOn(storage, below, wanted));
  }

  private static Optional<Finding> start(NewGuest guest, Premises premises) {
    return guest.kernel().isPresent() || premises.bootloader()
        ? Optional.empty()
        : Optional.of(
            Finding.blocks(
                "NO-BOOTLOADER",
                "pygrub, which starts a guest by the kernel on its disk, is not here",
                "give the guest a kernel of dom0's: --kernel FILE --initrd FILE"));
  }

  private static Optional<Finding> draft(Premises premises) {
    return premises
        .draft()
        .flatMap(draft ->
            switch (draft) {
              case Draft.Written _ -> Optional.empty();
              case Draft.NoProgram _ ->
                  Optional.of(
                      Finding.blocks(
                          "NO-VIRT-INSTALL",
                          "virt-install, which makes guests for libvirt, is not here",
                          "install it (Debian's package virtinst, Fedora's virt-install), or use"
                              + " --toolstack xl"));
              case Draft.Refused(List<String> complaint) ->
                  Optional.of(
                      Finding.blocks(
                          "VIRT-INSTALL-REFUSED",
                          "virt-install would not make this guest",
                          "see to what it says, or use --toolstack xl",
                          Several.lines(complaint, Several.MOST)));
            });
  }

  private static Optional<Finding> memory(Request.New request, Premises premises) {
    int needed = request.guest().memory();
    return premises
        .freeMemory()
        .filter(free -> free < needed)
        .map(free -> {
          Finding finding =
              Finding.blocks(
                      "NO-MEMORY",
                      "the guest is to have %d MiB, and no more than %d are free"
                          .formatted(needed, free),
                      "give it less with --memory, or have another guest or dom0 give back some",
                      "xl info: free_memory is " + free)
                  .unlessAccepted();
          return request.now()
              ? finding
              : Finding.warns(
                  "NO-MEMORY", finding.sentence(), finding.wayOut(), finding.evidence());
        });
  }
}
