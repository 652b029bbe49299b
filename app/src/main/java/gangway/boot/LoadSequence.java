package gangway.boot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The modules that modprobe loads for a module, in its order (libkmod/libkmod-module.c, {@code
 * __kmod_module_get_probe_list} and {@code __kmod_module_fill_softdep}): first the modules that it
 * needs, then the module itself. Each of them has the modules of its own softdep line before and
 * after it, and an install line counts only for a module without a softdep line.
 */
final class LoadSequence {
  private final LoadOrder order;
  private final List<String> loaded = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();

  private LoadSequence(LoadOrder order) {
    this.order = order;
  }

  static List<String> of(LoadOrder order, String module) {
    LoadSequence sequence = new LoadSequence(order);
    sequence.load(ModuleNames.normalized(module));
    return sequence.loaded;
  }

  private void load(String module) {
    if (visited.add(module)) {
      order.dependencies().of(module).forEach(this::withSoftDependencies);
      withSoftDependencies(module);
    }
  }

  private void withSoftDependencies(String module) {
    order
        .softdep(module)
        .map(LoadOrder.Found::statement)
        .ifPresentOrElse(
            softdep -> {
              softdep.softDependencies("pre:").forEach(this::load);
              loaded.add(module);
              softdep.softDependencies("post:").forEach(this::load);
            },
            () -> {
              if (order.installsPcibackFirst(module)) {
                loaded.add(order.dialect().module());
              }
              loaded.add(module);
            });
  }
}
