package gangway.doctor;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Traces;
import gangway.machine.Machine;
import gangway.pci.Address;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the doctor observes of a host. Functions are observed in detail if pciback holds them or if
 * an earlier assignment left something behind for them.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 *
 * @param missingModules the modules that drive hidden functions and that this kernel does not have
 */
public record Patient(Host host, Traces traces, Set<String> missingModules) {

  /** Observes a machine. */
  public static Patient seen(Machine machine) {
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    Traces traces = observer.traces(inventory);
    Set<Address> suspects = new TreeSet<>();
    inventory.stream()
        .filter(HostFunction::hiddenNow)
        .map(HostFunction::address)
        .forEach(suspects::add);
    traces.remembered().forEach(suspects::add);
    Host host = observer.host(inventory, suspects);
    return new Patient(host, traces, observer.missingModules(host));
  }
}
