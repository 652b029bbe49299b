package gangway.pci.identity;

import gangway.machine.Machine;
import gangway.pci.Capability;
import gangway.pci.ConfigSpace;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what identifies functions, from their folders in sysfs. */
public final class IdentityReader {
  /** All of a PCI Express function's configuration space. */
  private static final int EXTENDED_BYTES = 0x1000;

  /** Without root, the kernel shows only the header (drivers/pci/pci-sysfs.c). */
  private static final int HEADER_BYTES = 0x40;

  private static final int NVME = 0x0108;
  private static final int NETWORK = 0x02;

  /** {@code NET_ADDR_PERM} in include/uapi/linux/netdevice.h: the address of the hardware. */
  private static final int PERMANENT = 0;

  private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
  private static final Pattern CONTROLLER = Pattern.compile("nvme[0-9]+");

  private final Machine machine;
  private final PciBus bus;

  public IdentityReader(Machine machine) {
    this.machine = machine;
    bus = new PciBus(machine);
  }

  /** The identities of some functions, by address. */
  public SortedMap<PciAddress, DeviceIdentity> of(Stream<PciFunction> functions) {
    SortedMap<PciAddress, DeviceIdentity> identities = new TreeMap<>();
    functions.forEach(function -> identities.put(function.address(), of(function)));
    return identities;
  }

  /** The identity of a function; takes about five reads. */
  public DeviceIdentity of(PciFunction function) {
    PciAddress address = function.address();
    Path folder = PciBus.folder(address);
    Optional<ConfigSpace> space = bus.configSpace(address);
    return new DeviceIdentity(
        slot(address),
        function.id(),
        function.subsystem(),
        function.type(),
        space.map(ConfigSpace::revision).orElse(OptionalInt.empty()).stream().boxed().findFirst(),
        new Serials(
            bus.physicalFunction(address)
                .map(physical -> ofVirtual(address, physical))
                .orElseGet(() -> device(space)),
            mac(function, folder),
            nvme(function, folder)));
  }

  /** The slot of a function, if the function exists and its slot is known. */
  public Optional<SlotPath> slot(PciAddress function) {
    return machine.real(PciBus.folder(function)).flatMap(real -> SlotPath.of(real, function));
  }

  /**
   * The serial number of its physical function, and the distance from there, which tells the
   * virtual functions apart and does not depend on the numbers of buses.
   */
  private SerialData ofVirtual(PciAddress virtual, PciAddress physical) {
    return device(bus.configSpace(physical)) instanceof SerialData.Known(String serial)
        ? new SerialData.Known("%s+%d".formatted(serial, number(virtual) - number(physical)))
        : new SerialData.Unread("its physical function shows none");
  }

  private static int number(PciAddress address) {
    return address.bus() << 8 | address.device() << 3 | address.function();
  }

  private static SerialData device(Optional<ConfigSpace> space) {
    if (space.isEmpty()) {
      return new SerialData.Unread("the configuration space cannot be read");
    }
    if (!space.get().answers()) {
      return new SerialData.Unread("the function does not answer");
    }
    List<Capability> all = space.get().capabilities();
    Optional<Capability.SerialNumber> serial = only(all, Capability.SerialNumber.class);
    if (serial.isPresent()) {
      // some devices have the capability and no number in it
      long value = serial.get().value();
      return value == 0 || value == -1
          ? new SerialData.None()
          : new SerialData.Known(serial.get().text());
    }
    boolean whole =
        space.get().size() >= EXTENDED_BYTES
            || (space.get().size() > HEADER_BYTES && only(all, Capability.Express.class).isEmpty());
    return whole
        ? new SerialData.None()
        : new SerialData.Unread("only a part of the configuration space can be read");
  }

  private static <T extends Capability> Optional<T> only(List<Capability> all, Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** An address that an administrator or a bond has set is not the address of the hardware. */
  private SerialData mac(PciFunction function, Path folder) {
    if (function.type().base() != NETWORK) {
      return new SerialData.None();
    }
    TreeSet<String> found = new TreeSet<>();
    for (String name : machine.list(folder.resolve("net"))) {
      Path network = folder.resolve("net").resolve(name);
      if (machine.number(network.resolve("addr_assign_type")).equals(OptionalInt.of(PERMANENT))) {
        machine
            .read(network.resolve("address"))
            .map(String::strip)
            .filter(text -> MAC.matcher(text).matches() && !text.equals("00:00:00:00:00:00"))
            .ifPresent(found::add);
      }
    }
    return found.isEmpty()
        ? new SerialData.Unread("only a network driver of dom0 shows it")
        : new SerialData.Known(String.join(" ", found));
  }

  private SerialData nvme(PciFunction function, Path folder) {
    if (function.type().withSubclass() != NVME) {
      return new SerialData.None();
    }
    return machine.list(folder.resolve("nvme")).stream()
        .filter(name -> CONTROLLER.matcher(name).matches())
        .flatMap(
            name -> machine.read(folder.resolve("nvme").resolve(name).resolve("serial")).stream())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .<SerialData>map(SerialData.Known::new)
        .orElseGet(() -> new SerialData.Unread("only the NVMe driver of dom0 shows it"));
  }
}
