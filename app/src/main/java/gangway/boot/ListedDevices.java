package gangway.boot;

import gangway.Problem;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.SlotPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The devices for which the list to hide at boot has addresses. Before pciback loads, a script in
 * the initramfs replaces the addresses of devices that have moved; this class predicts what the
 * script does. An address without such a record is for the device that is there.
 *
 * <p>See docs/decisions/0037-the-initramfs-finds-moved-devices.md.
 *
 * @param recorded the devices by their addresses in the list; empty for a record that cannot be
 *     read, or that exists twice
 * @param places where these devices are; empty as long as nobody has looked
 */
public record ListedDevices(
    SortedMap<PciAddress, Optional<RecordedDevice>> recorded, SortedMap<PciAddress, Place> places) {
  private static final Place IN_PLACE = new Place.InPlace();

  static final ListedDevices NONE = new ListedDevices(new TreeMap<>(), new TreeMap<>());

  /** Where a device is at the next boot, if nothing changes until then. */
  public sealed interface Place {
    /** At its address. */
    record InPlace() implements Place {}

    /** At another address, where it is hidden. */
    record Moved(PciAddress to) implements Place {}

    /** Not certainly anywhere, and another device is at its address, which stays with dom0. */
    record Displaced() implements Place {}

    /** Not certainly anywhere, and no device is at its address. */
    record Absent() implements Place {}
  }

  public ListedDevices {
    recorded = Collections.unmodifiableSortedMap(new TreeMap<>(recorded));
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
  }

  /** The devices that a file of modprobe records; nobody has looked for them yet. */
  static ListedDevices of(ModprobeFile file) {
    SortedMap<PciAddress, Optional<RecordedDevice>> recorded = new TreeMap<>();
    for (String line : file.text().split("\n", -1)) {
      RecordedDevice.address(line)
          .ifPresent(address ->
              recorded.merge(
                  address, RecordedDevice.parse(line), (_, _) -> Optional.<RecordedDevice>empty()));
    }
    return new ListedDevices(recorded, new TreeMap<>());
  }

  /**
   * Looks for the devices among those of a host.
   *
   * @param slots the slot of a function; called for all functions only if a device is not at its
   *     address
   */
  ListedDevices among(PciFunctions functions, Function<PciAddress, Optional<SlotPath>> slots) {
    SortedMap<PciAddress, Place> found = new TreeMap<>();
    recorded.forEach((address, device) ->
        found.put(
            address,
            device
                .flatMap(one -> place(one, functions, slots))
                .orElseGet(() ->
                    functions.at(address).isPresent()
                        ? new Place.Displaced()
                        : new Place.Absent())));
    return new ListedDevices(recorded, found);
  }

  private static Optional<Place> place(
      RecordedDevice device,
      PciFunctions functions,
      Function<PciAddress, Optional<SlotPath>> slots) {
    if (functions.at(device.address()).filter(one -> is(device, one, slots)).isPresent()) {
      return Optional.of(new Place.InPlace());
    }
    List<PciAddress> matching =
        functions.stream()
            .filter(function -> is(device, function, slots))
            .map(PciFunction::address)
            .toList();
    return matching.size() == 1
        ? Optional.of(new Place.Moved(matching.getFirst()))
        : Optional.empty();
  }

  private static boolean is(
      RecordedDevice device, PciFunction function, Function<PciAddress, Optional<SlotPath>> slots) {
    return RecordedDevice.ids(function).equals(device.ids())
        && slots.apply(function.address()).equals(Optional.of(device.slot()));
  }

  /**
   * A list as it is in effect at the next boot. An entry without any device stays: it takes nothing
   * from dom0, and an administrator can remove it.
   */
  HideList in(HideList list) {
    if (inPlace()) {
      return list;
    }
    List<HideList.Group> groups = new ArrayList<>();
    for (HideList.Group group : list.groups()) {
      Place place =
          group instanceof HideList.Group.One(PciAddress address) ? place(address) : IN_PLACE;
      switch (place) {
        case Place.InPlace _, Place.Absent _ -> groups.add(group);
        case Place.Moved(PciAddress to) -> groups.add(new HideList.Group.One(to));
        case Place.Displaced _ -> {}
      }
    }
    return new HideList(groups, list.unread());
  }

  /** Whether the list means what is at its addresses. */
  private boolean inPlace() {
    return places.values().stream().allMatch(IN_PLACE::equals);
  }

  /** Where the device is that an entry of the list means. */
  public Place place(PciAddress address) {
    return places.getOrDefault(address, IN_PLACE);
  }

  /** These devices, when the list has other addresses for them. */
  ListedDevices moving(Map<PciAddress, PciAddress> moves) {
    SortedMap<PciAddress, Optional<RecordedDevice>> devices = new TreeMap<>(recorded);
    SortedMap<PciAddress, Place> found = new TreeMap<>(places);
    devices.keySet().removeAll(moves.keySet());
    found.keySet().removeAll(moves.keySet());
    devices.keySet().removeAll(moves.values());
    found.keySet().removeAll(moves.values());
    return new ListedDevices(devices, found);
  }

  /**
   * Refuses to change the entries of functions if the list means a device that has moved: the entry
   * of one would be taken for that of the other.
   */
  void refuseMoved(Collection<PciAddress> functions) {
    for (Map.Entry<PciAddress, Place> entry : places.entrySet()) {
      if (entry.getValue() instanceof Place.Moved(PciAddress to)
          && (functions.contains(entry.getKey()) || functions.contains(to))) {
        throw Problem.refused(
            "the list to hide at boot names %s, but the device that it means is now %s"
                .formatted(entry.getKey(), to),
            "run 'gangway remap', then run the command again",
            "the devices of the list are recorded in " + Dialect.MODPROBE_D.file());
      }
    }
  }

  /**
   * The file with the records of a list: those of its addresses stay, all others go.
   *
   * @param list the list that the file has then
   * @param devices the devices that are at addresses of the list now; their records are replaced
   */
  static ModprobeFile recordedIn(
      ModprobeFile file, HideList list, Map<PciAddress, DeviceIdentity> devices) {
    Set<PciAddress> named = list.single();
    List<String> lines = new ArrayList<>();
    for (PciAddress address : named) {
      Optional.ofNullable(devices.get(address))
          .flatMap(device -> RecordedDevice.of(address, device))
          .ifPresent(device -> lines.add(device.toString()));
    }
    Set<PciAddress> renewed = new HashSet<>(devices.keySet());
    List<String> present = List.of(file.text().split("\n", -1));
    Stream<String> old =
        present.stream()
            .filter(line -> line.startsWith(RecordedDevice.MARK) && !lines.contains(line))
            .filter(line ->
                RecordedDevice.address(line)
                    .filter(address -> named.contains(address) && !renewed.contains(address))
                    .isEmpty());
    return file.withoutLines(old.toList())
        .withLines(lines.stream().filter(line -> !present.contains(line)).toList());
  }
}
