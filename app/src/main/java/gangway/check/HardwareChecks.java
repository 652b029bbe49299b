package gangway.check;

import gangway.Problem;
import gangway.host.ChangedDevice;
import gangway.host.HostSnapshot;
import gangway.host.RecordedHardware;
import gangway.host.TakenAtBoot;
import gangway.pci.PciAddress;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.IdentityComparison;
import gangway.request.Request;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether the functions that a request gives away are the devices that were acknowledged at
 * their addresses.
 *
 * <p>What happens without the finding {@code DEVICE-CHANGED}: after a card was added, the addresses
 * of other cards have changed, and a guest gets the controller of dom0's disk.
 */
final class HardwareChecks {
  private HardwareChecks() {}

  /** The functions of a request that gives functions away. */
  static List<Finding> of(HostSnapshot host, Request request) {
    return Stream.concat(
            unreadable(host),
            request.functions().stream()
                .flatMap(address -> host.hardware().changed(address).stream())
                .map(changed -> changed(changed, host.guests())))
        .toList();
  }

  /**
   * The functions that the settings of the host take from dom0 at the next boot. If devices have
   * moved, the settings take another device than the one for which they were made.
   *
   * @param asked the functions of a request, which has its own findings about them
   */
  static List<Finding> listed(HostSnapshot host, Collection<PciAddress> asked) {
    List<Finding> findings = new ArrayList<>();
    TakenAtBoot.of(host.inventory())
        .settings()
        .forEach((function, setting) -> {
          if (!asked.contains(function)) {
            host.hardware()
                .changed(function)
                .map(changed -> changed(changed, host.guests()).with(setting.fact()))
                .ifPresent(findings::add);
          }
        });
    return findings;
  }

  /** Without root the file cannot be read, and {@code NOT-ROOT} blocks. */
  private static Stream<Finding> unreadable(HostSnapshot host) {
    return host.root() ? unreadable(host.hardware()) : Stream.empty();
  }

  /** The finding about a record of the acknowledged devices that cannot be read. */
  static Stream<Finding> unreadable(RecordedHardware hardware) {
    return hardware.record() instanceof HardwareRecord.Unreadable(String why)
        ? Stream.of(
            Finding.blocks(
                "HARDWARE-UNREADABLE",
                "the record of the acknowledged devices cannot be read, so it is not known whether"
                    + " a function is still the same device",
                HardwareRecord.REMEDY,
                why))
        : Stream.empty();
  }

  /** The finding about a function that is, or may be, another device. */
  static Finding changed(ChangedDevice changed, Guests guests) {
    PciAddress address = changed.address();
    return Finding.blocks(
            "DEVICE-CHANGED",
            "%s %s than the device that was acknowledged at this address"
                .formatted(
                    address,
                    switch (changed.comparison()) {
                      case IdentityComparison.InAnotherSlot _ -> "may be another device";
                      default -> "is another device";
                    }),
            remedy(changed),
            Stream.of(
                    changed.sides().stream(),
                    differences(changed),
                    elsewhere(changed),
                    guests.defining(address).stream().map(guest -> listed(guest, address)))
                .flatMap(lines -> lines)
                .toList())
        .about(address);
  }

  private static String remedy(ChangedDevice changed) {
    String acknowledge = "gangway hardware --acknowledge " + changed.address();
    return changed.elsewhere().isEmpty()
        ? "if this device is the right one: %s; if not, find the acknowledged one: gangway hardware"
            .formatted(acknowledge)
        : ("to replace the address in the boot settings and definitions: gangway remap; if this"
                + " device is the right one: %s")
            .formatted(acknowledge);
  }

  private static Stream<String> differences(ChangedDevice changed) {
    return switch (changed.comparison()) {
      case IdentityComparison.Another(List<String> differences) -> differences.stream();
      case IdentityComparison.InAnotherSlot(var recorded, var present) ->
          Stream.of(
              "slot: %s, not %s; no serial number tells whether it is the same device"
                  .formatted(present, recorded));
      case IdentityComparison.Same _, IdentityComparison.Moved _, IdentityComparison.CannotTell _ ->
          Stream.empty();
    };
  }

  private static Stream<String> elsewhere(ChangedDevice changed) {
    return changed.elsewhere().isEmpty()
        ? Stream.empty()
        : Stream.of(
            "the acknowledged device is now at "
                + changed.elsewhere().stream()
                    .map(PciAddress::toString)
                    .collect(Collectors.joining(" or ")));
  }

  private static String listed(Guest guest, PciAddress address) {
    return "the definition of guest %s lists %s".formatted(guest.name(), address);
  }

  /** The finding about an operation that is done, but whose devices could not be recorded. */
  static Finding notRecorded(List<PciAddress> functions, Problem why) {
    String words = functions.stream().map(PciAddress::toString).collect(Collectors.joining(" "));
    return Finding.warns(
        "DEVICE-NOT-RECORDED",
        "the identity of %s is not recorded, so a later exchange of the device is not noticed"
            .formatted(words),
        "fix the cause, then run 'gangway hardware --acknowledge %s'".formatted(words),
        why.lines());
  }
}
