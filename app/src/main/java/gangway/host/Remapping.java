package gangway.host;

import gangway.boot.BootSettings;
import gangway.boot.HideList;
import gangway.boot.HideSetting;
import gangway.boot.MovedList;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.DeviceSearch;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.IdentityReader;
import gangway.pci.identity.Whereabouts;
import gangway.pci.identity.Whereabouts.Certainty;
import gangway.pci.identity.Whereabouts.Moved;
import gangway.request.Request;
import gangway.xen.definition.PciSpec;
import gangway.xen.guest.Guests;
import gangway.xen.guest.XapiGuests;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which addresses in the boot settings and definitions must be replaced, because their devices have
 * other addresses now.
 *
 * <p>See docs/decisions/0036-remap-moves-settings-to-proven-devices.md.
 *
 * @param acknowledged the devices that were acknowledged, at their former addresses
 * @param present all devices of the host
 * @param places where each acknowledged device is now
 * @param listed the addresses that the list to hide at boot names, each alone
 * @param defined the addresses that definitions name, each alone
 * @param grouped the addresses, former and present ones, that a setting or a definition names
 *     together with others
 * @param xapi whether xapi manages the guests; its database names functions by address, too
 */
public record Remapping(
    AcknowledgedDevices acknowledged,
    SortedMap<PciAddress, DeviceIdentity> present,
    SortedMap<PciAddress, Whereabouts> places,
    SortedSet<PciAddress> listed,
    SortedSet<PciAddress> defined,
    SortedSet<PciAddress> grouped,
    boolean xapi) {
  public Remapping {
    present = Collections.unmodifiableSortedMap(new TreeMap<>(present));
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    listed = Collections.unmodifiableSortedSet(new TreeSet<>(listed));
    defined = Collections.unmodifiableSortedSet(new TreeSet<>(defined));
    grouped = Collections.unmodifiableSortedSet(new TreeSet<>(grouped));
  }

  /**
   * Compares the acknowledged devices with those of a host, and finds who names them. Identifies
   * every function.
   *
   * @param host with its guests and boot settings
   * @throws gangway.Problem of kind REFUSED if the record of the acknowledged devices cannot be
   *     read
   */
  public static Remapping read(Machine machine, HostSnapshot host) {
    AcknowledgedDevices acknowledged = HardwareRecord.of(machine).known();
    SortedMap<PciAddress, DeviceIdentity> present =
        new IdentityReader(machine).of(host.inventory().functions().stream());
    BootSettings boot = host.inventory().boot();
    Guests guests = host.guests();
    HideList list = boot.effective().map(HideSetting::list).orElse(HideList.EMPTY);
    Set<PciAddress> all = new TreeSet<>(acknowledged.devices().keySet());
    all.addAll(present.keySet());
    Set<PciAddress> grouped = new TreeSet<>();
    for (PciAddress address : all) {
      boolean byList =
          list.groups().stream()
              .anyMatch(group -> !(group instanceof HideList.Group.One) && group.covers(address));
      if (byList || specs(guests).anyMatch(spec -> spec.includes(address))) {
        grouped.add(address);
      }
    }
    Set<PciAddress> defined = new TreeSet<>();
    specs(guests).flatMap(spec -> spec.function().stream()).forEach(defined::add);
    return new Remapping(
        acknowledged,
        present,
        DeviceSearch.of(acknowledged, present),
        new TreeSet<>(list.single()),
        new TreeSet<>(defined),
        new TreeSet<>(grouped),
        XapiGuests.manages(machine));
  }

  private static Stream<PciSpec> specs(Guests guests) {
    return guests.all().stream()
        .flatMap(guest -> guest.definitions().stream())
        .flatMap(definition -> definition.content().pci().stream());
  }

  /** Whether a setting or a definition names an address, alone or with others. */
  public boolean names(PciAddress address) {
    return listed.contains(address) || defined.contains(address) || grouped.contains(address);
  }

  /** The acknowledged devices that something names and that are not at their addresses. */
  public SortedMap<PciAddress, Whereabouts> named() {
    SortedMap<PciAddress, Whereabouts> named = new TreeMap<>(places);
    named
        .entrySet()
        .removeIf(
            entry -> entry.getValue() instanceof Whereabouts.InPlace || !names(entry.getKey()));
    return named;
  }

  /** The devices that something names and that have other addresses. */
  public SortedMap<PciAddress, Moved> moved() {
    SortedMap<PciAddress, Moved> moved = new TreeMap<>();
    named()
        .forEach((address, place) -> {
          if (place instanceof Moved one) {
            moved.put(address, one);
          }
        });
    return moved;
  }

  /** The new addresses of these devices, by the old ones. */
  public SortedMap<PciAddress, PciAddress> moves() {
    SortedMap<PciAddress, PciAddress> moves = new TreeMap<>();
    moved().forEach((from, place) -> moves.put(from, place.to()));
    return moves;
  }

  /** Those of the moves that change the list to hide at boot. */
  public SortedMap<PciAddress, PciAddress> movesInList() {
    return only(listed);
  }

  /** Those of the moves that change definitions. */
  public SortedMap<PciAddress, PciAddress> movesInDefinitions() {
    return only(defined);
  }

  private SortedMap<PciAddress, PciAddress> only(Collection<PciAddress> named) {
    SortedMap<PciAddress, PciAddress> moves = new TreeMap<>(moves());
    moves.keySet().retainAll(named);
    return moves;
  }

  /** An inventory as it is when the list to hide at boot names the new addresses. */
  public Inventory in(Inventory inventory) {
    return movesInList().isEmpty()
        ? inventory
        : inventory.with(new MovedList(inventory.boot(), movesInList()).then());
  }

  /** A request to hide the devices at their new addresses from the next boot on. */
  public Request.Hide hiding() {
    return new Request.Hide(List.copyOf(moves().values()), Set.of(Request.Reach.LASTING));
  }

  /** The device that was acknowledged at an address, if one was. */
  public Optional<DeviceIdentity> recorded(PciAddress address) {
    return acknowledged.at(address);
  }

  /** The device that is at an address now, if there is one. */
  public Optional<DeviceIdentity> present(PciAddress address) {
    return Optional.ofNullable(present.get(address));
  }

  /**
   * What is acknowledged when the settings name the devices at their new addresses. A device that
   * nothing names moves too if a serial number proves where it is.
   */
  public AcknowledgedDevices after() {
    Map<PciAddress, PciAddress> all = new TreeMap<>(moves());
    places.forEach((address, place) -> {
      if (place instanceof Moved(PciAddress to, Certainty certainty, _)
          && certainty == Certainty.CERTAIN) {
        all.put(address, to);
      }
    });
    return acknowledged.moving(all, present);
  }
}
