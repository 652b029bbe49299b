package gangway.boot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The modules that modprobe loads for a module, in its order (libkmod/libkmod-module.c, {@code
 * __kmod_module_get_probe_list} and {@code __kmod_module_fill_softdep}): first the modules that it
 * needs, then the module itself. Each of them has the modules of its own softdep line before and
 * after it, and an install line counts only for a module without a softdep line. modprobe ends at
 * the module, or at a module that it needs, if the kernel refuses to load that ({@code
 * kmod_module_probe_insert_module}); it goes on if the kernel refuses a soft dependency.
 */
final class LoadSequence {
  private final LoadOrder order;
  private final List<String> loaded = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();
  private final Set<String> required = new HashSet<>();
  private boolean ended;

  private LoadSequence(LoadOrder order, String module) {
    this.order = order;
    required.add(module);
    required.addAll(order.dependencies().of(module));
  }

  static List<String> of(LoadOrder order, String module) {
    String name = ModuleNames.normalized(module);
    LoadSequence sequence = new LoadSequence(order, name);
    sequence.load(name);
    return sequence.loaded;
  }

  private void load(String module) {
    if (visited.add(module)) {
      order.dependencies().of(module).forEach(this::withSoftDependencies);
      withSoftDependencies(module);
    }
  }

  /**
   * Loads what a line names. That modprobe loads another module in the place of pciback is found by
   * {@link LoadOrder#of}: no line that Gangway adds changes that.
   */
  private void loadNamed(String name) {
    Set<String> aliased = order.dialect().isPciback(name) ? Set.of() : order.aliased(name);
    if (aliased.isEmpty()) {
      load(name);
    }
    aliased.forEach(this::load);
  }

  private void withSoftDependencies(String module) {
    order
        .softdep(module)
        .map(LoadOrder.Found::statement)
        .ifPresentOrElse(
            softdep -> {
              softdep.softDependencies("pre:").forEach(this::loadNamed);
              insert(module);
              softdep.softDependencies("post:").forEach(this::loadNamed);
            },
            () -> {
              if (order.installsPcibackFirst(module)) {
                insert(order.dialect().module());
              }
              insert(module);
            });
  }

  private void insert(String module) {
    if (order.refused().refuses(module)) {
      ended |= required.contains(module);
    } else if (!ended) {
      loaded.add(module);
    }
  }
}
