package gangway.boot.loader;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the boot loader of a host can boot another entry once.
 *
 * @param entry the entry, if the configuration of the boot loader is known
 * @param obstacles why the boot loader cannot do it, one clause each; empty if it can
 */
public record OneShotBoot(Optional<OneShotEntry> entry, List<String> obstacles) {
  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

  /**
   * The file systems on which GRUB does not write (the GRUB manual, "Environment block"); an entry
   * that GRUB cannot forget would boot for ever.
   */
  private static final Set<String> NOT_WRITTEN =
      Set.of("btrfs", "zfs", "squash4", "f2fs", "cpiofs");

  public OneShotBoot {
    obstacles = List.copyOf(obstacles);
  }

  /** The boot loader of a machine. */
  public static OneShotBoot read(Machine machine) {
    BootLoader loader = BootLoader.of(machine);
    if (loader instanceof GrubMkconfig grub) {
      return of(machine, grub);
    }
    return new OneShotBoot(
        Optional.empty(),
        List.of(
            loader
                .obstacle()
                .orElseGet(() -> "grub-mkconfig did not write " + loader.configuration())));
  }

  private static OneShotBoot of(Machine machine, GrubMkconfig grub) {
    Path folder = grub.configuration().resolveSibling("");
    String prefix = grub.program().getFileName().toString().replace("mkconfig", "");
    Path environment = folder.resolve("grubenv");
    List<String> obstacles = new ArrayList<>(lacks(grub));
    obstacles.addAll(notWritable(machine, prefix, folder));
    machine
        .read(environment)
        .flatMap(OneShotEntry::next)
        .filter(next -> !next.equals(OneShotEntry.ID))
        .ifPresent(
            next -> obstacles.add("%s has next_entry=%s already".formatted(environment, next)));
    Optional<BootEntries> usual = usual(machine, grub);
    usual.ifPresentOrElse(
        entry -> {
          if (entry.xenHas("noreboot")) {
            obstacles.add(
                "Xen's line in the entry has noreboot: after a panic, the host would stop");
          }
        },
        () ->
            obstacles.add(
                "no entry in %s boots Xen with the running kernel"
                    .formatted(grub.configuration())));
    Path custom = folder.resolve("custom.cfg");
    return new OneShotBoot(
        usual.map(entry ->
            new OneShotEntry(
                entry, custom, machine.exact(custom), environment, prefix + "editenv")),
        obstacles);
  }

  /** The entry of this boot worked, so it is the one to which the parameters are added. */
  private static Optional<BootEntries> usual(Machine machine, GrubMkconfig grub) {
    return machine
        .read(RELEASE)
        .flatMap(release -> grub.current().ofKernel("vmlinuz-" + release.strip()));
  }

  private static List<String> lacks(GrubMkconfig grub) {
    String text = grub.current().text();
    List<String> lacks = new ArrayList<>();
    if (!text.contains("load_env")
        || !text.contains("${next_entry}")
        || !text.contains("save_env next_entry")) {
      lacks.add("%s does not boot next_entry once".formatted(grub.configuration()));
    }
    if (!text.contains("/custom.cfg")) {
      lacks.add("%s does not read custom.cfg".formatted(grub.configuration()));
    }
    return lacks;
  }

  private static List<String> notWritable(Machine machine, String prefix, Path folder) {
    Optional<String> layers = probed(machine, prefix, "abstraction", folder);
    Optional<String> system = probed(machine, prefix, "fs", folder);
    if (layers.isEmpty() || system.isEmpty()) {
      return List.of(
          "%sprobe does not tell what %s is on, so it is not known whether GRUB can write there"
              .formatted(prefix, folder));
    }
    List<String> obstacles = new ArrayList<>();
    if (!layers.get().isBlank()) {
      obstacles.add(
          "GRUB cannot write to %s, which is on %s".formatted(folder, layers.get().strip()));
    }
    if (NOT_WRITTEN.contains(system.get().strip())) {
      obstacles.add(
          "GRUB cannot write to %s, whose file system is %s"
              .formatted(folder, system.get().strip()));
    }
    return obstacles;
  }

  private static Optional<String> probed(
      Machine machine, String prefix, String target, Path folder) {
    try {
      return machine.told(Command.of(prefix + "probe", "--target=" + target, folder.toString()));
    } catch (Problem notKnown) {
      return Optional.empty();
    }
  }

  /** The entry, which a check has found to be possible. */
  public OneShotEntry possible() {
    return entry.orElseThrow();
  }
}
