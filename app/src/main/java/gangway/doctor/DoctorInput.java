package gangway.doctor;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Leftovers;
import gangway.host.Observer;
import gangway.host.RecordedHardware;
import gangway.host.TakenAtBoot;
import gangway.host.Unanswered;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.pci.PossibleVirtualFunctions;
import gangway.xen.guest.Guest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the doctor observes of a host. Functions are observed in detail if pciback holds them, if an
 * earlier assignment left something behind for them, and if a boot setting or a guest takes them.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 *
 * @param missingModules the modules that drive hidden functions and that this kernel does not have
 * @param virtualFunctions the virtual functions that can exist; read only if a setting or a
 *     definition names a function that does not exist
 * @param hardware the acknowledged devices, and the identities of the functions in use
 */
public record DoctorInput(
    HostSnapshot host,
    Leftovers traces,
    Set<String> missingModules,
    PossibleVirtualFunctions virtualFunctions,
    RecordedHardware hardware) {
  public DoctorInput {
    missingModules = Collections.unmodifiableSet(new LinkedHashSet<>(missingModules));
  }

  /** Observes a machine. */
  public static DoctorInput seen(Machine machine) {
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    Leftovers traces = observer.traces(inventory);
    Set<PciAddress> suspects = new TreeSet<>();
    inventory.stream()
        .filter(HostFunction::hiddenNow)
        .map(HostFunction::address)
        .forEach(suspects::add);
    traces.remembered().forEach(suspects::add);
    inventory.boot().hidden(inventory.functions()).map(PciFunction::address).forEach(suspects::add);
    suspects.addAll(TakenAtBoot.of(inventory).functions());
    HostSnapshot host = observer.host(inventory, suspects);
    // definitions are only known now; nearly always there is nothing to add
    if (suspects.addAll(definedOfDom0(host))) {
      host = observer.host(inventory, suspects);
    }
    Set<String> missing = observer.missingModules(host);
    PossibleVirtualFunctions virtual =
        namesAbsent(host) ? observer.possibleVirtualFunctions(host) : PossibleVirtualFunctions.NONE;
    RecordedHardware hardware = observer.hardware(inventory, HardwareIssues.used(host));
    // the last reads may have failed too
    return new DoctorInput(observer.withAllUnanswered(host), traces, missing, virtual, hardware);
  }

  /** What the host did not answer although every host answers this, one line each. */
  public List<String> unanswered() {
    return Stream.of(
            host.unanswered().stream().map(Unanswered::why),
            withoutXen(),
            withoutDom0(),
            withoutDomains(),
            host.guests().all().stream().flatMap(DoctorInput::unknownState),
            host.hotPlugs().values().stream()
                .filter(plugs -> plugs.known().isEmpty())
                .map(plugs -> plugs.file() + " is damaged"))
        .flatMap(lines -> lines)
        .distinct()
        .toList();
  }

  /** A kernel that does not show Xen has no guests. */
  private Stream<String> withoutXen() {
    return host.xen().isEmpty() && !host.inventory().domains().running().isEmpty()
        ? Stream.of("/sys/hypervisor/type does not name Xen, but XenStore has guests")
        : Stream.empty();
  }

  /**
   * Only dom0 has functions in pciback (drivers/xen/xen-pciback/xenbus.c, {@code xen_pcibk_init}).
   */
  private Stream<String> withoutDom0() {
    return host.xen().filter(xen -> !xen.dom0()).isPresent()
            && host.pciback() == HostSnapshot.Pciback.LOADED
        ? Stream.of("/proc/xen/capabilities does not name dom0, but pciback is loaded")
        : Stream.empty();
  }

  /**
   * Without the hypervisor's list, a record of a domain that is gone looks like that of a guest.
   */
  private Stream<String> withoutDomains() {
    boolean recorded = !host.inventory().domains().left().isEmpty() || !traces.noted().isEmpty();
    return recorded && traces.domains().inXen().isEmpty()
        ? Stream.of("'xl list' does not show which domains exist")
        : Stream.empty();
  }

  private static Stream<String> unknownState(Guest guest) {
    return guest.running().stream()
        .filter(_ -> guest.stateUnknown())
        .map(domain ->
            "'xl list' does not show the state of guest %s (domain %d)"
                .formatted(guest.name(), domain.domid()));
  }

  /** The functions that definitions list and that dom0 has. */
  private static Set<PciAddress> definedOfDom0(HostSnapshot host) {
    return host.guests().all().stream()
        .flatMap(guest -> guest.definitions().stream())
        .flatMap(definition ->
            host.inventory()
                .present(definition.content().functions())
                .filter(HostFunction::usableByDom0)
                .map(HostFunction::address))
        .collect(Collectors.toSet());
  }

  private static boolean namesAbsent(HostSnapshot host) {
    PciFunctions functions = host.inventory().functions();
    return host.inventory().boot().effective().stream()
            .anyMatch(setting -> !setting.list().absent(functions).isEmpty())
        || host.guests().all().stream()
            .flatMap(guest -> guest.definitions().stream())
            .flatMap(definition -> definition.content().functions().stream())
            .anyMatch(address -> functions.at(address).isEmpty());
  }
}
