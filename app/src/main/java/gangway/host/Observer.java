package gangway.host;

import gangway.Answer;
import gangway.boot.BootSettingsReader;
import gangway.boot.initramfs.Initramfs;
import gangway.host.network.Network;
import gangway.host.storage.Storage;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.Details;
import gangway.pci.Function;
import gangway.pci.Functions;
import gangway.pci.PciBus;
import gangway.request.Request;
import gangway.xen.definition.NewGuest;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guests;
import gangway.xenstore.XenStore;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a machine into immutable snapshots. */
public final class Observer {
  private final Machine machine;
  private final PciBus bus;

  public Observer(Machine machine) {
    this.machine = machine;
    bus = new PciBus(machine);
  }

  /** The functions and their owners. */
  public Inventory inventory() {
    Functions functions = bus.functions();
    return new Inventory(functions, new BootSettingsReader(machine).read(), domains(functions));
  }

  /** The complete snapshot, with the details of all functions. */
  public Host host() {
    Inventory inventory = inventory();
    return host(inventory, inventory.functions().stream().map(Function::address).toList());
  }

  /**
   * What the checks and the plan of a request need. Only {@code hide} takes functions from their
   * users in dom0, and the disks of a new guest may be in use there; other requests do not need to
   * know what functions are used for.
   */
  public Host forRequest(Inventory inventory, Request request) {
    return switch (request) {
      case Request.Hide hide -> host(inventory, hide.functions());
      case Request.New made -> hostFor(made.guest(), inventory);
      case Request.Unhide _, Request.Attach _, Request.Detach _, Request.Ready _ ->
          hostWithoutUse(inventory, request.functions());
    };
  }

  /** The guests, and no function in detail. */
  public Host guestsOnly(Inventory inventory) {
    return hostWithoutUse(inventory, List.of());
  }

  /** The complete snapshot, with the details of some functions. */
  public Host host(Inventory inventory, Collection<Address> asked) {
    Standing standing = standing(inventory, asked);
    return host(standing, asked, Optional.of(inUse(standing)), Optional.empty());
  }

  private InUse inUse(Standing standing) {
    return new InUse(
        Storage.read(machine, standing.guests()),
        Network.read(machine),
        Consoles.read(machine, standing.inventory().functions()));
  }

  private Host hostWithoutUse(Inventory inventory, Collection<Address> asked) {
    return host(standing(inventory, asked), asked, Optional.empty(), Optional.empty());
  }

  private Host hostFor(NewGuest guest, Inventory inventory) {
    Standing standing = standing(inventory, guest.functions());
    return host(
        standing,
        guest.functions(),
        guest.disks().isEmpty() ? Optional.empty() : Optional.of(inUse(standing)),
        Optional.of(Premises.read(machine, standing.guests(), guest)));
  }

  private Host host(
      Standing standing,
      Collection<Address> asked,
      Optional<InUse> inUse,
      Optional<Premises> premises) {
    Inventory inventory = standing.inventory();
    Initramfs initramfs = Initramfs.of(machine);
    return new Host(
        machine.root(),
        Xen.of(machine),
        pciback(),
        standing,
        hotPlugs(inventory.domains()),
        closeUps(inventory.functions(), asked),
        Topology.read(machine, inventory.functions()),
        Sharing.read(machine),
        inUse,
        premises,
        initramfs,
        FreeSpace.read(machine, initramfs));
  }

  /** The owners of all functions, the guests, and the former drivers of the given functions. */
  public Standing standing(Inventory inventory, Collection<Address> asked) {
    return new Standing(
        inventory, Guests.read(machine, inventory.domains()), originals(inventory, asked));
  }

  /** Only root can read XenStore. If pciback holds no function, XenStore has no information. */
  private Domains domains(Functions functions) {
    boolean held = functions.stream().anyMatch(f -> f.driver().equals(Optional.of(Owner.PCIBACK)));
    if (!machine.root() && !held) {
      return Domains.NONE;
    }
    Optional<XenStore> store = machine.xenStore();
    return store.map(Domains::read).orElse(Domains.NONE);
  }

  private Map<Integer, HotPlugs> hotPlugs(Domains domains) {
    return domains.running().stream()
        .collect(Collectors.toMap(Domain::domid, guest -> HotPlugs.read(machine, guest)));
  }

  private Map<Address, CloseUp> closeUps(Functions functions, Collection<Address> asked) {
    Map<Address, CloseUp> closeUps = new TreeMap<>();
    Map<Address, List<OpenNode>> open = OpenNode.read(machine, functions, asked);
    Deque<Address> left = new ArrayDeque<>(asked);
    while (!left.isEmpty()) {
      Address address = left.pop();
      Optional<Function> function = functions.at(address);
      if (function.isPresent() && !closeUps.containsKey(address)) {
        Details details = bus.details(function.get(), functions);
        closeUps.put(
            address,
            new CloseUp(
                details,
                override(address),
                Health.read(machine, address),
                open.getOrDefault(address, List.of())));
        left.addAll(details.path());
      }
    }
    return closeUps;
  }

  private Map<Address, Original> originals(Inventory inventory, Collection<Address> asked) {
    Originals finder = new Originals(machine);
    Map<Address, Original> originals = new TreeMap<>();
    Set<Address> wanted = new TreeSet<>(asked);
    inventory.boot().hidden(inventory.functions()).map(Function::address).forEach(wanted::add);
    for (Address address : wanted) {
      inventory
          .functions()
          .at(address)
          .flatMap(finder::of)
          .ifPresent(original -> originals.put(address, original));
    }
    return originals;
  }

  private Optional<String> override(Address function) {
    return machine
        .read(PciBus.folder(function).resolve("driver_override"))
        .map(String::strip)
        .filter(driver -> !driver.isEmpty() && !driver.equals("(null)"));
  }

  /** The leftovers of earlier operations. */
  public Traces traces(Inventory inventory) {
    Map<Address, String> overrides = new TreeMap<>();
    inventory.functions().stream()
        .map(Function::address)
        .forEach(
            function -> override(function).ifPresent(driver -> overrides.put(function, driver)));
    return Traces.read(machine, inventory, overrides);
  }

  /** The modules of hidden functions' drivers that this kernel does not have. */
  public Set<String> missingModules(Host host) {
    return host.inventory().stream()
        .filter(HostFunction::hiddenNow)
        .flatMap(function -> host.original(function.address()).stream())
        .filter(original -> original.driver().filter(this::loaded).isEmpty())
        .flatMap(original -> original.module().stream())
        .distinct()
        .filter(module -> loadable(module) == Answer.NO)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean loaded(String driver) {
    return machine.exists(PciBus.driverFolder(driver));
  }

  /** Whether modprobe can load a module or has loaded it; unknown if modprobe does not run. */
  private Answer loadable(String module) {
    // -n: a dry run
    return machine
        .ask(Command.of("modprobe", "-n", "-q", module))
        .map(result -> Answer.of(result.ok()))
        .orElse(Answer.UNKNOWN);
  }

  private Host.Pciback pciback() {
    if (loaded(Owner.PCIBACK)) {
      return Host.Pciback.LOADED;
    }
    return loadable("xen-pciback") == Answer.YES ? Host.Pciback.LOADABLE : Host.Pciback.MISSING;
  }
}
