package gangway.host;

import gangway.boot.BootSettingsReader;
import gangway.boot.Initramfs;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.pci.Functions;
import gangway.pci.PciBus;
import gangway.toolstack.Domains;
import gangway.toolstack.Guests;
import gangway.xenstore.XenStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a machine into immutable values. */
public final class Observer {
  private final Machine machine;
  private final PciBus bus;

  public Observer(Machine machine) {
    this.machine = machine;
    bus = new PciBus(machine);
  }

  /** What is needed to list functions and their owners. */
  public Inventory inventory() {
    Functions functions = bus.functions();
    return new Inventory(functions, new BootSettingsReader(machine).read(), domains(functions));
  }

  /** Everything. */
  public Host host() {
    Inventory inventory = inventory();
    Map<Address, String> overridden = new TreeMap<>();
    Originals finder = new Originals(machine);
    Map<Address, Original> originals = new TreeMap<>();
    for (Function function : inventory.functions()) {
      override(function.address()).ifPresent(driver -> overridden.put(function.address(), driver));
      finder.of(function).ifPresent(found -> originals.put(function.address(), found));
    }
    return new Host(
        machine.root(),
        Xen.of(machine),
        pciback(),
        inventory,
        overridden,
        originals,
        Storage.read(machine),
        Network.read(machine),
        Initramfs.of(machine),
        Guests.read(machine, inventory.domains()));
  }

  /** Only root may read XenStore. Where pciback holds nothing, nothing is lost by not asking it. */
  private Domains domains(Functions functions) {
    boolean held = functions.stream().anyMatch(f -> f.driver().equals(Optional.of(Owner.PCIBACK)));
    if (!machine.root() && !held) {
      return Domains.NONE;
    }
    Optional<XenStore> store = machine.xenStore();
    return store.map(Domains::read).orElse(Domains.NONE);
  }

  private Optional<String> override(Address function) {
    return machine
        .read(PciBus.folder(function).resolve("driver_override"))
        .map(String::strip)
        .filter(driver -> !driver.isEmpty() && !driver.equals("(null)"));
  }

  private Host.Pciback pciback() {
    if (machine.exists(PciBus.driverFolder(Owner.PCIBACK))) {
      return Host.Pciback.LOADED;
    }
    // -n: only look whether it could be done
    return machine
            .ask(Command.of("modprobe", "-n", "-q", "xen-pciback"))
            .filter(Result::ok)
            .isPresent()
        ? Host.Pciback.LOADABLE
        : Host.Pciback.MISSING;
  }
}
