package gangway.host;

import gangway.Text;
import gangway.boot.BootSettings;
import gangway.boot.HideList;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.xen.guest.ExistingDomains;
import gangway.xen.guest.LibxlNote;
import gangway.xenstore.XenStoreView;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The leftovers of earlier operations; only {@code gangway doctor} needs them.
 *
 * @param overrides the functions with a {@code driver_override} in sysfs, and the driver in it
 * @param slots pciback's list of functions that it may hold, in its order; old kernels may list a
 *     function twice, and all kernels cut the list off after a page
 * @param taken the list of functions with which pciback was loaded
 * @param kept the functions whose drivers are stored on disk, see {@link OriginalDriver}
 * @param noted libxl's records of functions in XenStore
 * @param domains the existing domains
 */
public record Leftovers(
    Map<PciAddress, String> overrides,
    List<PciAddress> slots,
    HideList taken,
    Set<PciAddress> kept,
    SortedMap<PciAddress, LibxlNote> noted,
    ExistingDomains domains) {
  /** The parameter of pciback's module, with its current and its old name. */
  private static final List<Path> TAKEN =
      List.of(
          Path.of("/sys/module/xen_pciback/parameters/hide"),
          Path.of("/sys/module/pciback/parameters/hide"));

  public Leftovers {
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    slots = List.copyOf(slots);
    kept = Collections.unmodifiableSet(new LinkedHashSet<>(kept));
    noted = Collections.unmodifiableSortedMap(new TreeMap<>(noted));
  }

  static Leftovers read(Machine machine, Inventory inventory, Map<PciAddress, String> overrides) {
    OriginalDrivers originals =
        new OriginalDrivers(machine, inventory.settings().map(BootSettings::modules));
    Predicate<PciFunction> driverless =
        function -> function.driver().filter(driver -> !driver.equals(Owner.PCIBACK)).isEmpty();
    return new Leftovers(
        overrides,
        machine.read(PciBus.driverFolder(Owner.PCIBACK).resolve("slots")).stream()
            .flatMap(String::lines)
            .flatMap(line -> PciAddress.parse(line.strip()).stream())
            .toList(),
        taken(machine),
        inventory.functions().stream()
            .filter(driverless)
            .filter(function -> originals.kept(function).isPresent())
            .map(PciFunction::address)
            .collect(Collectors.toUnmodifiableSet()),
        machine
            .xenStore()
            .map(store -> store.consistently(Leftovers::notes))
            .orElseGet(TreeMap::new),
        ExistingDomains.read(machine));
  }

  /** The kernel shows a parameter that was not set as {@code (null)}. */
  private static HideList taken(Machine machine) {
    return TAKEN.stream()
        .flatMap(file -> machine.read(file).stream())
        .map(String::strip)
        .filter(list -> !list.equals("(null)"))
        .findFirst()
        .map(HideList::parse)
        .orElse(HideList.EMPTY);
  }

  private static SortedMap<PciAddress, LibxlNote> notes(XenStoreView store) {
    SortedMap<PciAddress, LibxlNote> notes = new TreeMap<>();
    for (String name : store.list(LibxlNote.NODE)) {
      PciAddress.parse(name)
          .ifPresent(function ->
              notes.put(
                  function,
                  new LibxlNote(
                      store.read(LibxlNote.domidNode(function)).flatMap(Leftovers::number),
                      store.read(LibxlNote.driverNode(function)))));
    }
    return notes;
  }

  private static Optional<Integer> number(String text) {
    return Text.digits(text, 5).stream().boxed().findFirst();
  }

  /** libxl's record of a function. */
  public Optional<LibxlNote> note(PciAddress function) {
    return Optional.ofNullable(noted.get(function));
  }

  /** The functions for which a driver is set or recorded anywhere. */
  public Stream<PciAddress> remembered() {
    return Stream.of(overrides.keySet(), kept, noted.keySet()).flatMap(Set::stream).distinct();
  }
}
