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
 * A host as the doctor sees it; the functions looked at closely are those that pciback holds, and
 * those of which something was left behind.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 *
 * @param missingModules the modules of hidden functions' drivers that cannot be loaded
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
