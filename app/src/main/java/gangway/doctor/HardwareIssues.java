package gangway.doctor;

import gangway.boot.ListedDevices;
import gangway.check.Checks;
import gangway.host.ChangedDevice;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.pci.PciAddress;
import gangway.pci.identity.HardwareRecord;
import gangway.xen.guest.Guest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Issues of functions in use that are other devices than those that were acknowledged. */
final class HardwareIssues {
  private HardwareIssues() {}

  /**
   * The functions that pciback holds, and the addresses that boot settings name or that a
   * definition lists.
   */
  static Collection<PciAddress> used(HostSnapshot host) {
    Inventory inventory = host.inventory();
    Set<PciAddress> used = new TreeSet<>();
    inventory.stream()
        .filter(function -> function.hiddenNow() || function.namedIn().isPresent())
        .map(HostFunction::address)
        .forEach(used::add);
    host.guests().all().stream()
        .flatMap(guest -> guest.definitions().stream())
        .flatMap(definition -> definition.content().functions().stream())
        .forEach(used::add);
    inventory.boot().effective().ifPresent(set -> used.addAll(set.list().single()));
    return used;
  }

  /**
   * The beginning of the advice about an address without a device: the command that finds the
   * device that was acknowledged there.
   *
   * @param which the address, or several
   */
  static String search(DoctorInput input, Predicate<PciAddress> which) {
    return input.hardware().record() instanceof HardwareRecord.Read(var devices, _)
            && devices.devices().keySet().stream().anyMatch(which)
        ? "if the acknowledged device has another address now: gangway remap; if not: "
        : "";
  }

  static List<Issue> of(DoctorInput input) {
    return Stream.concat(
            Checks.unreadable(input.hardware()).stream()
                .map(finding -> Issue.of(finding, "'hide', 'attach' and 'new' are refused")),
            input.hardware().changed().values().stream()
                .map(changed ->
                    Issue.of(
                        Checks.changed(changed, input.host().guests()),
                        consequence(input.host(), changed))))
        .toList();
  }

  private static String consequence(HostSnapshot host, ChangedDevice changed) {
    PciAddress address = changed.address();
    Optional<HostFunction> function = host.inventory().at(address);
    String guests =
        host.guests().defining(address).stream()
            .map(Guest::name)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!guests.isEmpty()) {
      return "a guest that lists the address gets this device at its next start: " + guests;
    }
    if (host.inventory().boot().devices().place(address)
        instanceof ListedDevices.Place.Moved(var to)) {
      return "the initramfs hides the device of the list at %s, and leaves this one to dom0"
          .formatted(to);
    }
    if (host.inventory().boot().devices().place(address) instanceof ListedDevices.Place.Displaced) {
      return "the initramfs leaves this device to dom0, because the list means another one";
    }
    return function.filter(HostFunction::hiddenNow).isPresent()
        ? "dom0 cannot use this device"
        : "at the next boot, pciback takes this device from dom0";
  }
}
