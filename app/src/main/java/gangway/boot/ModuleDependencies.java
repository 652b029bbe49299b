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
    for (String line : (Iterable<String>) text.lines()::iterator) {
      int colon = line.indexOf(':');
      if (colon > 0 && name(line.substring(0, colon)).equals(wanted)) {
        List<String> needed = new ArrayList<>();
        for (String path : line.substring(colon + 1).strip().split("\\s+")) {
          if (!path.isEmpty()) {
            needed.add(name(path));
          }
        }
        Collections.reverse(needed);
        return needed;
      }
    }
    return List.of();
  }

  /** The name of the module in a file, {@code kernel/drivers/net/e1000e.ko.xz}. */
  static String name(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int suffix = file.indexOf(".ko");
    return ModuleNames.normalized(suffix < 0 ? file : file.substring(0, suffix));
  }
}
