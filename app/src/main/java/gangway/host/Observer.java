package gangway.host;

import gangway.boot.BootSettings;
import gangway.boot.BootSettingsReader;
import gangway.boot.Claimants;
import gangway.boot.initramfs.Initramfs;
import gangway.host.network.Network;
import gangway.host.storage.Storage;
import gangway.machine.Machine;
import gangway.pci.Details;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.pci.PossibleVirtualFunctions;
import gangway.request.AskedRequest;
import gangway.request.Request;
import gangway.trial.TrialState;
import gangway.xen.definition.NewGuest;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guests;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a machine into immutable snapshots. */
public final class Observer {
  private final VerifiedMachine machine;
  private final PciBus bus;

  /** Takes two runs of xl, and is the same in an observation. */
  private Optional<Xen> xen = Optional.empty();

  private boolean xenIsRead;

  public Observer(Machine machine) {
    this.machine = new VerifiedMachine(machine);
    bus = new PciBus(this.machine);
  }

  /** The functions. */
  public PciFunctions functions() {
    return bus.functions();
  }

  /** The functions and their owners. */
  public Inventory inventory() {
    return inventory(functions());
  }

  private Inventory inventory(PciFunctions functions) {
    BootSettings boot = new BootSettingsReader(machine).read(functions);
    Inventory inventory = new Inventory(functions, Optional.of(boot), domains(functions), Map.of());
    return inventory.with(
        claimants(
            inventory,
            inventory.namedAtBoot().toList(),
            new OriginalDrivers(machine, Optional.of(boot.modules()))));
  }

  /**
   * The functions and their owners; the settings for the next boot only if the request depends on
   * them.
   *
   * @param functions all functions, as they were just read
   */
  public Inventory inventory(PciFunctions functions, AskedRequest asked) {
    return asked.concernsBoot() ? inventory(functions) : withoutBoot(functions);
  }

  private Inventory withoutBoot(PciFunctions functions) {
    return new Inventory(functions, Optional.empty(), domains(functions), Map.of());
  }

  /**
   * The running guests. XenStore tells which functions they have, so that sysfs is read only for a
   * user who cannot read XenStore.
   */
  public Domains domains() {
    return machine.root() ? readDomains() : domains(functions());
  }

  private static Map<PciAddress, Claimants> claimants(
      Inventory inventory, Collection<PciAddress> functions, OriginalDrivers finder) {
    Map<PciAddress, Claimants> claimants = new TreeMap<>();
    functions.stream()
        .flatMap(address -> inventory.functions().at(address).stream())
        .forEach(function ->
            claimants.put(
                function.address(),
                inventory.boot().claimants(function, finder.claimants(function))));
    return claimants;
  }

  /** The complete snapshot, with the details of all functions. */
  public HostSnapshot host() {
    Inventory inventory = inventory();
    return host(inventory, inventory.functions().stream().map(PciFunction::address).toList());
  }

  /**
   * What the checks and the plan of a request need. Only {@code hide} takes functions from their
   * users in dom0, and the disks of a new guest may be in use there; other requests do not need to
   * know what functions are used for, unless they make a list take effect.
   */
  public HostSnapshot forRequest(Inventory inventory, Request request) {
    return switch (request) {
      case Request.Hide hide ->
          host(
              inventory,
              bus.withVirtual(TakenAtBoot.with(inventory, hide)),
              imageTool(inventory, hide));
      case Request.New made -> hostFor(made, inventory);
      case Request.Attach _, Request.Detach _ -> hostOfGuest(inventory, request);
      case Request.Unhide unhide -> hostFor(unhide, inventory);
      case Request.Ready _ -> hostWithoutUse(inventory, request.functions(), Optional.empty());
    };
  }

  /** What functions are used for matters only if dom0 has functions that stay in the list. */
  private HostSnapshot hostFor(Request.Unhide unhide, Inventory inventory) {
    Set<PciAddress> staying = TakenAtBoot.staying(inventory, unhide);
    staying.addAll(unhide.functions());
    return unhide.functions().containsAll(staying)
        ? hostWithoutUse(inventory, unhide.functions(), imageTool(inventory, unhide))
        : host(inventory, bus.withVirtual(staying), imageTool(inventory, unhide));
  }

  /** The tool that rebuilds the images, if the request changes what they contain. */
  private Optional<Initramfs> imageTool(Inventory inventory, Request request) {
    return request.lasting() ? imageTool(inventory) : Optional.empty();
  }

  private Optional<Initramfs> imageTool(Inventory inventory) {
    return inventory.boot().pcibackBuiltIn()
        ? Optional.empty()
        : Optional.of(Initramfs.of(machine));
  }

  /** The same, for one request that is made alone. */
  public HostSnapshot forRequest(Request request) {
    return forRequest(inventory(functions(), new AskedRequest(request, false)), request);
  }

  /**
   * What tells whether a request succeeded: the functions of the request with their owners; guests
   * and boot settings if the request changes what is defined there.
   */
  public Assignments result(Request request) {
    PciFunctions functions = bus.functions(request.functions());
    Inventory inventory = request.concernsBoot() ? inventory(functions) : withoutBoot(functions);
    return assignments(
        inventory,
        request.functions(),
        request.concernsDefinitions()
            ? Optional.of(Guests.read(machine, inventory.domains()))
            : Optional.empty());
  }

  /** The guests, and no function in detail. */
  public HostSnapshot guestsOnly(Inventory inventory) {
    return hostWithoutUse(inventory, List.of(), Optional.empty());
  }

  /** The complete snapshot, with the details of no function: what functions are used for. */
  public HostSnapshot uses(Inventory inventory) {
    return host(inventory, List.of(), Optional.empty());
  }

  /** The complete snapshot, with the details of some functions. */
  public HostSnapshot host(Inventory inventory, Collection<PciAddress> asked) {
    return host(inventory, asked, imageTool(inventory));
  }

  private HostSnapshot host(
      Inventory inventory, Collection<PciAddress> asked, Optional<Initramfs> imageTool) {
    Assignments assignments = assignments(inventory, asked);
    return host(
        assignments,
        asked,
        asked,
        Optional.of(inUse(assignments)),
        Optional.empty(),
        imageTool,
        FoundProcesses.NONE);
  }

  private InUse inUse(Assignments assignments) {
    return new InUse(
        Storage.read(machine, assignments.guests()),
        Network.read(machine, assignments.inventory().functions()),
        Consoles.read(machine, assignments.inventory().functions()));
  }

  private HostSnapshot hostWithoutUse(
      Inventory inventory, Collection<PciAddress> asked, Optional<Initramfs> imageTool) {
    return host(
        assignments(inventory, asked),
        asked,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        imageTool,
        FoundProcesses.NONE);
  }

  private HostSnapshot hostOfGuest(Inventory inventory, Request request) {
    Collection<PciAddress> asked = request.functions();
    return host(
        assignments(inventory, asked),
        asked,
        request instanceof Request.Attach ? asked : List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        request.now() ? saving(inventory, request) : FoundProcesses.NONE);
  }

  private FoundProcesses saving(Inventory inventory, Request request) {
    return inventory.domains().running().stream()
        .filter(domain -> request.guestName().equals(Optional.of(domain.name())))
        .findFirst()
        .map(domain -> SavingProcesses.ofGuest(machine, domain.domid(), domain.name()))
        .orElse(FoundProcesses.NONE);
  }

  private HostSnapshot hostFor(Request.New made, Inventory inventory) {
    NewGuest guest = made.guest();
    Assignments assignments = assignments(inventory, guest.functions());
    return host(
        assignments,
        guest.functions(),
        guest.functions(),
        guest.disks().isEmpty() ? Optional.empty() : Optional.of(inUse(assignments)),
        Optional.of(NewGuestResources.read(machine, assignments.guests(), made)),
        Optional.empty(),
        FoundProcesses.NONE);
  }

  /** The snapshot for some functions; those that dom0 or a guest gives away are identified. */
  private HostSnapshot host(
      Assignments assignments,
      Collection<PciAddress> asked,
      Collection<PciAddress> given,
      Optional<InUse> inUse,
      Optional<NewGuestResources> newGuestResources,
      Optional<Initramfs> imageTool,
      FoundProcesses saving) {
    Inventory inventory = assignments.inventory();
    return new HostSnapshot(
        machine.root(),
        xen(),
        new DriverModules(machine).pciback(),
        assignments,
        HotPlugs.ofAll(machine, inventory.domains().running()),
        inspections(inventory.functions(), inUse.map(InUse::storage), asked),
        Topology.read(machine, inventory.functions()),
        Sharing.read(machine),
        inUse,
        newGuestResources,
        imageTool,
        FreeSpace.read(machine, imageTool, inventory.loaderConfiguration()),
        saving,
        RecordedHardware.read(machine, inventory.functions(), given),
        imageTool.map(_ -> TrialState.of(machine)).orElseGet(TrialState.None::new),
        unanswered(inventory.functions()));
  }

  /** What was not answered, and the functions about which next to nothing is known. */
  private List<Unanswered> unanswered(PciFunctions functions) {
    return Stream.concat(
            machine.unanswered().stream(), functions.unread().stream().map(Unanswered::ofFunction))
        .toList();
  }

  /** The same host, with what has not been answered since. */
  public HostSnapshot withAllUnanswered(HostSnapshot host) {
    return host.with(unanswered(host.inventory().functions()));
  }

  /** The owners of all functions, the guests, and the former drivers of the given functions. */
  public Assignments assignments(Inventory inventory, Collection<PciAddress> asked) {
    return assignments(inventory, asked, Optional.of(Guests.read(machine, inventory.domains())));
  }

  private Assignments assignments(
      Inventory inventory, Collection<PciAddress> asked, Optional<Guests> guests) {
    OriginalDrivers finder =
        new OriginalDrivers(machine, inventory.settings().map(BootSettings::modules));
    return new Assignments(
        inventory.settings().isPresent()
            ? inventory.with(claimants(inventory, asked, finder))
            : inventory,
        guests,
        each(inventory, asked, finder::of),
        each(inventory, asked, finder::replaced));
  }

  /** Only root can read XenStore. If pciback holds no function, XenStore has no information. */
  private Domains domains(PciFunctions functions) {
    return machine.root()
            || functions.stream().anyMatch(f -> f.driver().equals(Optional.of(Owner.PCIBACK)))
        ? readDomains()
        : Domains.NONE;
  }

  private Domains readDomains() {
    return machine.xenStore().map(Domains::read).orElse(Domains.NONE);
  }

  private Map<PciAddress, FunctionInspection> inspections(
      PciFunctions functions, Optional<Storage> storage, Collection<PciAddress> asked) {
    Map<PciAddress, FunctionInspection> inspections = new TreeMap<>();
    Map<PciAddress, List<OpenNode>> open = OpenNode.read(machine, functions, storage, asked);
    Deque<PciAddress> left = new ArrayDeque<>(asked);
    List<String> driverctlFiles =
        left.isEmpty() ? List.of() : DriverOverride.driverctlFiles(machine);
    while (!left.isEmpty()) {
      PciAddress address = left.pop();
      Optional<PciFunction> function = functions.at(address);
      if (function.isPresent() && !inspections.containsKey(address)) {
        Details details = bus.details(function.get(), functions);
        inspections.put(
            address,
            new FunctionInspection(
                details,
                DriverOverride.read(machine, address, driverctlFiles),
                Health.read(machine, address),
                open.getOrDefault(address, List.of())));
        left.addAll(details.path());
      }
    }
    return inspections;
  }

  /** What is read for each function of the request, and each that boot settings hide. */
  private static <T> Map<PciAddress, T> each(
      Inventory inventory, Collection<PciAddress> asked, Function<PciFunction, Optional<T>> read) {
    Map<PciAddress, T> found = new TreeMap<>();
    Set<PciAddress> wanted = new TreeSet<>(asked);
    inventory.namedAtBoot().forEach(wanted::add);
    for (PciAddress address : wanted) {
      inventory.functions().at(address).flatMap(read).ifPresent(one -> found.put(address, one));
    }
    return found;
  }

  /** The leftovers of earlier operations. */
  public Leftovers traces(Inventory inventory) {
    Map<PciAddress, String> overrides = new TreeMap<>();
    inventory.functions().stream()
        .map(PciFunction::address)
        .forEach(function ->
            DriverOverride.inSysfs(machine, function)
                .ifPresent(driver -> overrides.put(function, driver)));
    return Leftovers.read(machine, inventory, overrides);
  }

  /** The acknowledged devices, and the identities of some functions. */
  public RecordedHardware hardware(Inventory inventory, Collection<PciAddress> functions) {
    return RecordedHardware.read(machine, inventory.functions(), functions);
  }

  /** The acknowledged devices among some functions. */
  public RecordedHardware recordedHardware(Inventory inventory, Collection<PciAddress> functions) {
    return RecordedHardware.readRecorded(machine, inventory.functions(), functions);
  }

  /** The virtual functions that this machine can have; reads every configuration space. */
  public PossibleVirtualFunctions possibleVirtualFunctions(HostSnapshot host) {
    return bus.possibleVirtualFunctions(host.inventory().functions());
  }

  /** The modules of hidden functions' drivers that this kernel does not have. */
  public Set<String> missingModules(HostSnapshot host) {
    return new DriverModules(machine).missing(host);
  }

  /** The hypervisor, which stays the same; empty if the machine does not run on Xen. */
  public Optional<Xen> xen() {
    if (!xenIsRead) {
      xen = Xen.of(machine);
      xenIsRead = true;
    }
    return xen;
  }
}
