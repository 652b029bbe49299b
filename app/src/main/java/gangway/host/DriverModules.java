package gangway.host;

import gangway.Answer;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.PciBus;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether drivers are loaded, and whether modprobe can load their modules. */
record DriverModules(Machine machine) {
  HostSnapshot.Pciback pciback() {
    if (loaded(Owner.PCIBACK)) {
      return HostSnapshot.Pciback.LOADED;
    }
    return loadable("xen-pciback") == Answer.YES
        ? HostSnapshot.Pciback.LOADABLE
        : HostSnapshot.Pciback.MISSING;
  }

  /** The modules of hidden functions' drivers that this kernel does not have. */
  Set<String> missing(HostSnapshot host) {
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
}
