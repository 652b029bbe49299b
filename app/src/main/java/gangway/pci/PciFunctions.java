package gangway.pci;

import gangway.Problem;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The functions of one machine, ordered by address. */
public final class PciFunctions implements Iterable<PciFunction>, FunctionFinder {
  private final NavigableMap<PciAddress, PciFunction> byAddress;
  private final List<PciAddress> unread;

  /** Functions, all of which could be read. */
  public PciFunctions(List<PciFunction> functions) {
    this(functions, List.of());
  }

  /**
   * Functions.
   *
   * @param unread the functions that the machine has too, but whose class and ids cannot be read
   */
  public PciFunctions(List<PciFunction> functions, List<PciAddress> unread) {
    this.unread = unread.stream().sorted().toList();
    NavigableMap<PciAddress, PciFunction> map = new TreeMap<>();
    for (PciFunction function : functions) {
      map.put(function.address(), function);
    }
    byAddress = Collections.unmodifiableNavigableMap(map);
  }

  @Override
  public Iterator<PciFunction> iterator() {
    return byAddress.values().iterator();
  }

  public Stream<PciFunction> stream() {
    return byAddress.values().stream();
  }

  /** The functions of one device. */
  public Stream<PciFunction> ofDevice(PciAddress any) {
    return byAddress
        .subMap(
            new PciAddress(any.domain(), any.bus(), any.device(), 0),
            true,
            new PciAddress(any.domain(), any.bus(), any.device(), 7),
            true)
        .values()
        .stream();
  }

  /** The functions on a range of buses. */
  public Stream<PciFunction> onBuses(int domain, int first, int last) {
    return byAddress
        .subMap(
            new PciAddress(domain, first, 0, 0), true, new PciAddress(domain, last, 0x1f, 7), true)
        .values()
        .stream();
  }

  /** The functions that the machine has too, but whose class and ids cannot be read, in order. */
  public List<PciAddress> unread() {
    return unread;
  }

  public Optional<PciFunction> at(PciAddress address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  @Override
  public PciFunction meant(String text) {
    Optional<PciAddress> address = PciAddress.parse(text);
    if (address.isPresent()) {
      return at(address.get()).orElseThrow(() -> absent(address.get()));
    }
    Optional<DeviceId> id = DeviceId.parse(text);
    if (id.isPresent()) {
      return only(id.get());
    }
    throw Problem.usage(
        "'" + text + "' is not the address of a PCI function",
        nearest(text)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("run 'gangway devices' to list the functions of this machine"),
        "forms of an address: 09:00.0, 0000:09:00.0, pci_0000_09_00_0 or 0000-09-00-0",
        "or vendor:product, such as 8086:10d3, if exactly one function has it");
  }

  @Override
  public boolean has(PciAddress address) {
    return byAddress.containsKey(address) || unread.contains(address);
  }

  private PciFunction only(DeviceId id) {
    List<PciFunction> same = stream().filter(function -> function.id().equals(id)).toList();
    if (same.size() == 1) {
      return same.getFirst();
    }
    if (same.isEmpty()) {
      throw Problem.usage(
          "this machine has no device " + id,
          nearestId(id, stream())
              .map(nearest -> "did you mean " + nearest + "?")
              .orElse("run 'gangway devices --all' to list the functions of this machine"));
    }
    throw Problem.usage(
        "%s functions have the id %s, so it does not say which one".formatted(same.size(), id),
        "use the address instead",
        same.stream().map(function -> function.address().toString()).toArray(String[]::new));
  }

  private Problem absent(PciAddress address) {
    if (unread.contains(address)) {
      return Problem.refused(
          "the class and ids of %s cannot be read, so Gangway cannot check a request for it"
              .formatted(address),
          "look at the files in %s: uevent, or class, vendor and device"
              .formatted(PciBus.folder(address)));
    }
    return Problem.usage(
        "this machine has no PCI function " + address,
        nearest(address.toString())
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("run 'gangway devices --all' to list the functions of this machine"));
  }

  /** The address of the function that is most similar to a text, if any is similar. */
  public Optional<String> nearest(String text) {
    return NearestAddress.to(text, this);
  }

  private static Optional<String> nearestId(DeviceId id, Stream<PciFunction> functions) {
    return EditDistance.nearest(id.toString(), functions.map(function -> function.id().toString()));
  }
}
