package gangway.cli;

import gangway.boot.BootSettings;
import gangway.boot.ConfigDialect;
import gangway.boot.Dialect;
import gangway.boot.HideList;
import gangway.boot.HideSetting;
import gangway.boot.initramfs.Initramfs;
import gangway.boot.loader.BootLoader;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The lines that hide functions at boot, for this host or another one.
 *
 * @param own the dialect of this host
 */
record BootConfigLines(Inventory inventory, ConfigDialect own) {

  static BootConfigLines of(Machine machine, Inventory inventory) {
    return new BootConfigLines(inventory, own(machine, inventory.boot()));
  }

  private static ConfigDialect own(Machine machine, BootSettings boot) {
    if (boot.qubes().allNetwork()) {
      return ConfigDialect.QUBES;
    }
    ConfigDialect files = ConfigDialect.of(boot.dialect());
    if (boot.pcibackBuiltIn()) {
      return BootLoader.isOfTool(machine) ? ConfigDialect.XEN_CMDLINE : files;
    }
    return boot.effective().filter(HideSetting::onCommandLine).isPresent()
        ? files
        : Initramfs.of(machine).dialect().orElse(files);
  }

  /** Whether the lines are for this host, whose present settings they must contain then. */
  private boolean here(ConfigDialect dialect, List<PciAddress> functions) {
    return (dialect == own || dialect == ConfigDialect.of(boot().dialect()))
        && functions.stream().allMatch(one -> inventory.at(one).isPresent());
  }

  private BootSettings boot() {
    return inventory.boot();
  }

  /** The list of this host that the lines replace: of several lists only the last one counts. */
  Optional<HideSetting> replaced(ConfigDialect dialect, List<PciAddress> functions) {
    return boot()
        .effective()
        .filter(_ -> dialect != ConfigDialect.QUBES && here(dialect, functions));
  }

  /**
   * The lines.
   *
   * @param modules the modules of the functions' drivers
   */
  List<String> of(ConfigDialect dialect, List<PciAddress> functions, SequencedSet<String> modules) {
    boolean here = here(dialect, functions);
    Optional<HideSetting> set = replaced(dialect, functions);
    HideList list =
        set.map(present -> present.list().with(functions)).orElseGet(() -> HideList.of(functions));
    boolean files = dialect == ConfigDialect.of(boot().dialect());
    if (here && files && (boot().pcibackBuiltIn() || onCommandLine(set))) {
      return forCommandLine(list, set, modules);
    }
    if (here && dialect == ConfigDialect.QUBES) {
      list = HideList.of(forQubes(functions));
    }
    return list.isEmpty()
        ? List.of()
        : dialect.lines(list, modules, here ? Optional.of(boot()) : Optional.empty());
  }

  private static boolean onCommandLine(Optional<HideSetting> set) {
    return set.filter(HideSetting::onCommandLine).isPresent();
  }

  private List<String> forCommandLine(
      HideList list, Optional<HideSetting> set, SequencedSet<String> modules) {
    Dialect dialect = boot().dialect();
    SequencedSet<String> drivers = set.isPresent() ? modules : new LinkedHashSet<>();
    return boot().completed(dialect.linesWithCommandLine(list, drivers));
  }

  /**
   * The functions for the parameter of Qubes OS: those that it names now, and the others. Network
   * devices are hidden without it; a boot of Qubes OS can end if one is named, too.
   */
  private List<PciAddress> forQubes(List<PciAddress> functions) {
    List<PciAddress> all = new ArrayList<>(boot().qubes().functions().stream().sorted().toList());
    functions.stream()
        .filter(address -> !all.contains(address))
        .filter(address ->
            inventory
                .at(address)
                .map(HostFunction::function)
                .filter(function -> boot().qubes().hides(function))
                .isEmpty())
        .forEach(all::add);
    return all;
  }
}
