package gangway.host;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.observed.HostView;
import gangway.xen.guest.LibxlNote;
import gangway.xenstore.MapXenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The view of the fake host. {@code RealHost} of the lab reads the same facts of a real host.
 *
 * @param functions the functions to look at
 */
public record FakeView(GuideHost host, List<String> functions) {
  private static final Path DRIVERS = Path.of("/sys/bus/pci/drivers");
  private static final Path PCIBACK = DRIVERS.resolve(Owner.PCIBACK);
  private static final Path USERDATA = Path.of("/var/lib/xen");

  /** The view as the host is now. */
  public HostView now() {
    Machine machine = host.machine();
    Map<String, String> facts = new TreeMap<>(host.store().values());
    functions.forEach(function -> function(machine, function, facts));
    for (Path file :
        List.of(
            PCIBACK.resolve("slots"),
            PCIBACK.resolve("permissive"),
            Path.of("/sys/module/xen_pciback/parameters/hide"))) {
      machine
          .read(file)
          .ifPresent(text ->
              facts.put(file.toString(), text.lines().sorted().collect(Collectors.joining(" "))));
    }
    machine.list(USERDATA).forEach(name -> facts.put(USERDATA.resolve(name).toString(), "there"));
    for (String line : machine.told(Command.of("xl", "list")).orElse("").lines().toList()) {
      String[] words = line.split("\\s+");
      facts.put("xl list " + words[0], words[4].contains("p") ? "paused" : "not paused");
    }
    return HostView.of(facts);
  }

  private void function(Machine machine, String function, Map<String, String> facts) {
    Path device = Path.of("/sys/bus/pci/devices", function);
    machine
        .linkName(device.resolve("driver"))
        .ifPresent(driver -> facts.put(device + "/driver", driver));
    machine
        .read(device.resolve("driver_override"))
        .ifPresent(text -> facts.put(device + "/driver_override", text.strip()));
    facts.put(
        device + "/uevent",
        machine.lines(device.resolve("uevent")).stream()
            .filter(line -> line.startsWith("DRIVER="))
            .collect(Collectors.joining()));
    for (String driver : machine.list(DRIVERS)) {
      Path link = DRIVERS.resolve(driver).resolve(function);
      machine.linkName(link).ifPresent(name -> facts.put(link.toString(), name));
    }
    facts.put("Xen owner of " + function, owner(function));
  }

  /** Xen gives a function in quarantine, to DOMID_IO, to the domain that libxl names. */
  private String owner(String function) {
    MapXenStore store = host.store();
    return store
        .read(LibxlNote.domidNode(GuideHost.address(function)))
        .map(domid -> "d" + domid)
        .orElse(host.quarantine().contains(function) ? "DomIO" : "d0");
  }
}
