package gangway.boot;

import gangway.boot.KernelParameters.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The modules that the kernel refuses to load, for modprobe and all other programs: those in {@code
 * module_blacklist=} on the kernel command line (kernel/module/main.c, {@code blacklisted}).
 *
 * <p>This differs from {@code modprobe.blacklist=} and blacklist lines, which modprobe reads: of
 * several parameters the kernel uses only the last one, and modprobe does not read the parameter.
 * So modprobe still loads the soft dependencies of a refused module, and fails at the module itself
 * (EPERM). Modules that are built into the kernel are not loaded, and so not refused.
 *
 * @param now the modules on the current kernel command line
 * @param next the modules in GRUB's settings for the next kernel command line
 */
record RefusedModules(Set<String> now, Set<String> next) {
  static final RefusedModules NONE = new RefusedModules(Set.of(), Set.of());

  private static final String PARAMETER = "module_blacklist";
  private static final String END = "--";

  RefusedModules {
    now = Set.copyOf(now);
    next = Set.copyOf(next);
  }

  static RefusedModules of(List<Parameter> now, List<Parameter> next) {
    return new RefusedModules(names(now), names(next));
  }

  /** The kernel compares the names exactly: with {@code -} a name has no effect. */
  private static Set<String> names(List<Parameter> parameters) {
    return parameters.stream()
        .takeWhile(parameter -> !parameter.name().equals(END))
        .filter(parameter -> ModuleNames.normalized(parameter.name()).equals(PARAMETER))
        .flatMap(parameter -> parameter.value().stream())
        .reduce((_, last) -> last)
        .map(value -> Set.copyOf(Stream.of(value.split(",")).toList()))
        .orElse(Set.of());
  }

  /** Whether the running kernel refuses a module; the next boot usually has the same parameters. */
  boolean refuses(String module) {
    return now.contains(ModuleNames.normalized(module));
  }

  /** Where a module is refused for the running kernel. */
  Optional<String> whereNow(String module) {
    return refuses(module)
        ? Optional.of("the kernel command line (/proc/cmdline)")
        : Optional.empty();
  }

  /** Where a module is refused for the next boot. */
  Optional<String> whereAtBoot(String module) {
    return whereNow(module)
        .or(() ->
            next.contains(ModuleNames.normalized(module))
                ? Optional.of("the boot loader's settings (/etc/default/grub)")
                : Optional.empty());
  }
}
