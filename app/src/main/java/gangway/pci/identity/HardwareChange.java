package gangway.pci.identity;

import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What has changed at an address since its device was acknowledged.
 *
 * @param acknowledged the device that was acknowledged at the address; empty for a new device
 * @param present the device that is there now; empty if the address has no device
 * @param to where the acknowledged device is now; more than one address if it cannot be told apart
 */
public record HardwareChange(
    Kind kind,
    PciAddress address,
    Optional<DeviceIdentity> acknowledged,
    Optional<DeviceIdentity> present,
    List<PciAddress> to) {

  /** The kinds of changes. */
  public enum Kind {
    /** A device without a record, on a host whose devices were all acknowledged. */
    ADDED,
    /** The acknowledged device is not in the host. */
    REMOVED,
    /** The acknowledged device has another address, or is in another slot. */
    MOVED,
    /** Another device is, or may be, at the address, and the acknowledged one is not found. */
    CHANGED
  }

  public HardwareChange {
    to = List.copyOf(to);
  }

  /**
   * All changes of a host, in the order of the addresses.
   *
   * @param present the devices of the host
   */
  public static List<HardwareChange> of(
      AcknowledgedDevices acknowledged, Map<PciAddress, DeviceIdentity> present) {
    SortedMap<PciAddress, DeviceIdentity> unexplained = new TreeMap<>(present);
    acknowledged
        .devices()
        .forEach((address, device) -> {
          if (isAt(address, device, present)) {
            unexplained.remove(address);
          }
        });
    SortedMap<PciAddress, HardwareChange> changes = new TreeMap<>();
    Set<PciAddress> found = new LinkedHashSet<>();
    acknowledged
        .devices()
        .forEach((address, device) ->
            of(address, device, present, unexplained)
                .ifPresent(change -> {
                  changes.put(address, change);
                  found.addAll(change.to);
                }));
    if (acknowledged.complete()) {
      unexplained.forEach((address, device) -> {
        if (!found.contains(address) && !acknowledged.devices().containsKey(address)) {
          changes.put(
              address,
              new HardwareChange(
                  Kind.ADDED, address, Optional.empty(), Optional.of(device), List.of()));
        }
      });
    }
    return List.copyOf(changes.values());
  }

  /** Whether nothing tells that a device is no longer at its address. */
  private static boolean isAt(
      PciAddress address, DeviceIdentity device, Map<PciAddress, DeviceIdentity> present) {
    return Optional.ofNullable(present.get(address))
        .filter(now -> !IdentityComparison.of(device, now).contradicts())
        .isPresent();
  }

  private static Optional<HardwareChange> of(
      PciAddress address,
      DeviceIdentity device,
      Map<PciAddress, DeviceIdentity> present,
      SortedMap<PciAddress, DeviceIdentity> unexplained) {
    Optional<DeviceIdentity> now = Optional.ofNullable(present.get(address));
    Optional<IdentityComparison> here = now.map(there -> IdentityComparison.of(device, there));
    if (here.filter(one -> one instanceof IdentityComparison.Moved).isPresent()) {
      return Optional.of(
          new HardwareChange(Kind.MOVED, address, Optional.of(device), now, List.of(address)));
    }
    if (here.filter(Predicate.not(IdentityComparison::contradicts)).isPresent()) {
      return Optional.empty();
    }
    List<PciAddress> to = new ArrayList<>();
    unexplained.forEach((other, identity) -> {
      if (IdentityComparison.of(device, identity).same()) {
        to.add(other);
      }
    });
    Kind otherwise = now.isPresent() ? Kind.CHANGED : Kind.REMOVED;
    return Optional.of(
        new HardwareChange(
            to.isEmpty() ? otherwise : Kind.MOVED, address, Optional.of(device), now, to));
  }
}
