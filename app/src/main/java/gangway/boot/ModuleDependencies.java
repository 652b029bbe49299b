package gangway.boot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The modules that a module needs, by {@code modules.dep}: {@code kernel/a.ko.xz: kernel/b.ko.xz
 * kernel/c.ko.xz}. A line lists all modules that its module needs, also those that they need.
 *
 * @param text the whole file; thousands of lines, of which few are of interest
 */
record ModuleDependencies(String text) {
  static final ModuleDependencies NONE = new ModuleDependencies("");

  /** The modules that a module needs, in the order in which modprobe loads them: the last first. */
  List<String> of(String module) {
    String wanted = ModuleNames.normalized(module);
    return text.lines()
        .filter(line -> name(line.substring(0, Math.max(line.indexOf(':'), 0))).equals(wanted))
        .findFirst()
        .map(line -> needed(line.substring(line.indexOf(':') + 1)))
        .orElse(List.of());
  }

  private static List<String> needed(String paths) {
    List<String> needed = new ArrayList<>();
    for (String path : paths.strip().split("\\s+")) {
      if (!path.isEmpty()) {
        needed.add(name(path));
      }
    }
    Collections.reverse(needed);
    return needed;
  }

  /** The name of the module in a file, {@code kernel/drivers/net/e1000e.ko.xz}. */
  static String name(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int suffix = file.indexOf(".ko");
    return ModuleNames.normalized(suffix < 0 ? file : file.substring(0, suffix));
  }
}
