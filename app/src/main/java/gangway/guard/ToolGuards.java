package gangway.guard;

import gangway.guard.ToolGuard.Status;
import gangway.machine.Machine;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The guards on a host. They are at Xen's own tools, because every save, migration and restore of a
 * guest calls one of these tools.
 *
 * <p>Debian keeps the tools of each version of Xen in a separate folder, {@code
 * /usr/lib/xen-4.17/bin}; a wrapper finds those of the running version. dpkg can divert a tool to
 * another path, so that a new version of the package does not overwrite the wrapper script. A host
 * without dpkg cannot do this, so Gangway installs no guard there.
 *
 * @param orphans the wrapper scripts whose tool is gone: dpkg deletes the tool when the package of
 *     a Xen version is purged, and leaves the script, which guards nothing then
 */
public record ToolGuards(
    Path gangway, List<ToolGuard> all, List<WrapperSteps> orphans, List<LibvirtFile> libvirt) {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String XEN = "xen-";
  private static final List<Path> ELSEWHERE =
      List.of(Path.of("/usr/libexec/xen/bin"), Path.of("/usr/lib/xen/bin"), Path.of("/usr/sbin"));
  private static final Path DIVERT = Path.of("/usr/bin/dpkg-divert");

  public ToolGuards {
    all = List.copyOf(all);
    orphans = List.copyOf(orphans);
    libvirt = List.copyOf(libvirt);
  }

  /**
   * Finds Xen's tools and the wrapper scripts in their places.
   *
   * @param gangway path of the program that the wrapper scripts ask
   */
  public static ToolGuards read(Machine machine, Path gangway) {
    boolean diverts = machine.exists(DIVERT);
    List<ToolGuard> all = new ArrayList<>();
    List<WrapperSteps> orphans = new ArrayList<>();
    for (String name : machine.list(LIBRARIES)) {
      if (name.startsWith(XEN)) {
        String version = name.substring(XEN.length());
        Path folder = LIBRARIES.resolve(name).resolve("bin");
        for (ToolWrapper wrapper : ToolWrapper.values()) {
          boolean supported = diverts && wrapper.fits(version);
          Optional<WrapperSteps> orphan = orphan(machine, folder.resolve(wrapper.tool()));
          orphan.ifPresent(orphans::add);
          if (orphan.isEmpty()) {
            guard(machine, folder, wrapper, gangway, supported).ifPresent(all::add);
          }
        }
      }
    }
    if (all.isEmpty()) {
      for (Path folder : ELSEWHERE) {
        for (ToolWrapper wrapper : ToolWrapper.values()) {
          guard(machine, folder, wrapper, gangway, false).ifPresent(all::add);
        }
      }
    }
    return new ToolGuards(gangway, all, orphans, LibvirtFile.read(machine, gangway));
  }

  private static Optional<WrapperSteps> orphan(Machine machine, Path tool) {
    return machine
        .read(tool)
        .filter(ToolWrapper::is)
        .map(text -> new WrapperSteps(tool, text))
        .filter(wrapper -> !wrapper.hasTool(machine));
  }

  private static Optional<ToolGuard> guard(
      Machine machine, Path folder, ToolWrapper wrapper, Path gangway, boolean supported) {
    Path tool = folder.resolve(wrapper.tool());
    return machine
        .read(tool)
        .map(text -> {
          if (!supported) {
            return new ToolGuard(tool, wrapper, Status.UNSUPPORTED, "");
          }
          if (!ToolWrapper.is(text)) {
            return new ToolGuard(tool, wrapper, Status.UNGUARDED, "");
          }
          boolean same = text.equals(wrapper.text(gangway, tool));
          return new ToolGuard(tool, wrapper, same ? Status.GUARDED : Status.OUTDATED, text);
        });
  }

  /** Whether every tool is guarded. */
  public boolean complete() {
    return !all.isEmpty() && all.stream().allMatch(guard -> guard.status() == Status.GUARDED);
  }

  /** Installs the wrapper scripts that are missing or outdated; empty if there are none. */
  public Optional<Plan> install() {
    return plan(
        Stream.concat(
                all.stream().flatMap(this::guarding),
                libvirt.stream().flatMap(LibvirtFile::install))
            .toList());
  }

  /** Puts the tools back in their places; empty if no guard is installed. */
  public Optional<Plan> remove() {
    return plan(
        Stream.of(
                libvirt.stream().flatMap(LibvirtFile::remove),
                all.stream().flatMap(this::opening),
                orphans.stream().map(WrapperSteps::removeOrphan))
            .flatMap(steps -> steps)
            .toList());
  }

  private Stream<Step> guarding(ToolGuard guard) {
    String text = guard.wrapper().text(gangway, guard.tool());
    return switch (guard.status()) {
      case UNGUARDED -> new WrapperSteps(guard.tool(), text).install().stream();
      case OUTDATED -> Stream.of(WrapperSteps.renew(guard.tool(), guard.text(), text));
      case GUARDED, UNSUPPORTED -> Stream.empty();
    };
  }

  private Stream<Step> opening(ToolGuard guard) {
    return switch (guard.status()) {
      case GUARDED, OUTDATED -> new WrapperSteps(guard.tool(), guard.text()).remove().stream();
      case UNGUARDED, UNSUPPORTED -> Stream.empty();
    };
  }

  private static Optional<Plan> plan(List<Step> steps) {
    return steps.isEmpty() ? Optional.empty() : Optional.of(new Plan(steps));
  }
}
