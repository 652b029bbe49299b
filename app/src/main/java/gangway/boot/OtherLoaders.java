package gangway.boot;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds what else can load pciback at boot, besides modprobe's files: modules-load.d(5) of systemd,
 * initramfs-tools, dracut, mkinitcpio, and parameters of the kernel command line for them.
 */
final class OtherLoaders {
  private static final List<Path> FILES =
      List.of(
          Path.of("/etc/modules"),
          Path.of("/etc/initramfs-tools/modules"),
          Path.of("/etc/dracut.conf"),
          Path.of("/etc/mkinitcpio.conf"));

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/etc/modules-load.d"),
          Path.of("/run/modules-load.d"),
          Path.of("/usr/lib/modules-load.d"),
          Path.of("/lib/modules-load.d"),
          Path.of("/etc/dracut.conf.d"),
          Path.of("/etc/mkinitcpio.conf.d"),
          Path.of("/usr/lib/dracut/dracut.conf.d"));

  private static final Set<String> PARAMETERS =
      Set.of("modules-load", "modules_load", "rd.driver.pre", "rd.driver.post");

  private OtherLoaders() {}

  /** The files and parameters that name pciback's module. */
  static List<String> read(Machine machine, List<KernelParameters.Parameter> commandLine) {
    List<String> loaders = new ArrayList<>();
    FILES.stream()
        .filter(file -> names(machine, file))
        .forEach(file -> loaders.add(file.toString()));
    for (Path folder : FOLDERS) {
      for (String name : machine.list(folder)) {
        if (name.endsWith(".conf") && names(machine, folder.resolve(name))) {
          loaders.add(folder.resolve(name).toString());
        }
      }
    }
    for (KernelParameters.Parameter parameter : commandLine) {
      if (PARAMETERS.contains(parameter.name()) && names(parameter.value().orElse(""))) {
        loaders.add(parameter.name() + "= on the kernel command line");
      }
    }
    return loaders;
  }

  private static boolean names(Machine machine, Path file) {
    return machine.lines(file).stream()
        .filter(line -> !line.stripLeading().startsWith("#"))
        .anyMatch(OtherLoaders::names);
  }

  private static boolean names(String text) {
    return ModuleNames.normalized(text).contains("xen_pciback");
  }
}
