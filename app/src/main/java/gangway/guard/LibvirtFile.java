package gangway.guard;

import gangway.Resource;
import gangway.guard.ToolGuard.Status;
import gangway.machine.Machine;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An optional hook: a file that libvirt or polkit reads. It refuses earlier than the guards at
 * Xen's tools, with a message that the caller sees. The guards do not depend on it.
 *
 * <p>See docs/decisions/0023-the-libvirt-hook-is-not-the-guard.md.
 *
 * @param status state of the file; {@code UNSUPPORTED} if no program on this host would read it, or
 *     if a file that is not Gangway's has its name
 * @param effective whether the file has an effect in the current configuration of libvirt
 * @param text its current content if it is Gangway's, else empty
 * @param wanted the content that this version installs
 */
public record LibvirtFile(Kind kind, Status status, boolean effective, String text, String wanted) {
  private static final String MARK = "Gangway's guard ";

  /** The configuration of libvirtd, and of the separate daemon for Xen if there is one. */
  private static final List<Path> SETTINGS =
      List.of(Path.of("/etc/libvirt/libvirtd.conf"), Path.of("/etc/libvirt/virtxend.conf"));

  /** The two files. */
  public enum Kind {
    /** libvirt runs every executable in this folder, in addition to the host's own hook. */
    HOOK(
        "libvirt-hook.sh",
        Path.of("/etc/libvirt/hooks/libxl.d/gangway"),
        Path.of("/etc/libvirt"),
        "libvirt asks Gangway before it starts or restores a guest, or accepts one from another"
            + " host"),
    /** polkit asks the rules in the order of their file names; the first answer counts. */
    RULE(
        "polkit.rules",
        Path.of("/etc/polkit-1/rules.d/00-gangway.rules"),
        Path.of("/etc/polkit-1/rules.d"),
        "users other than root must not save or migrate, through libvirt, a guest that 'gangway"
            + " watch' saw with a device");

    private final String resource;
    private final Path file;
    private final Path host;
    private final String covers;

    Kind(String resource, Path file, Path host, String covers) {
      this.resource = resource;
      this.file = file;
      this.host = host;
      this.covers = covers;
    }

    /** Path of the file. */
    public Path file() {
      return file;
    }

    private String text(Path gangway) {
      return Resource.text(LibvirtFile.class, resource)
          .replace("@GANGWAY@", gangway.toString())
          .replace("@WATCHED@", Watched.FOLDER.toString());
    }
  }

  static List<LibvirtFile> read(Machine machine, Path gangway) {
    return Stream.of(Kind.values()).map(kind -> read(machine, kind, gangway)).toList();
  }

  private static LibvirtFile read(Machine machine, Kind kind, Path gangway) {
    String wanted = kind.text(gangway);
    Optional<String> text = machine.read(kind.file);
    boolean ours = text.filter(there -> there.contains(MARK)).isPresent();
    Status status;
    if (ours) {
      status = text.get().equals(wanted) ? Status.GUARDED : Status.OUTDATED;
    } else {
      status = text.isEmpty() && machine.exists(kind.host) ? Status.UNGUARDED : Status.UNSUPPORTED;
    }
    boolean effective = kind == Kind.HOOK || asksPolkit(machine);
    return new LibvirtFile(kind, status, effective, ours ? text.get() : "", wanted);
  }

  private static boolean asksPolkit(Machine machine) {
    return SETTINGS.stream()
        .flatMap(file -> machine.lines(file).stream())
        .anyMatch(line -> line.matches("\\s*access_drivers\\s*=.*\"polkit\".*"));
  }

  /** Creates or updates the file. */
  Stream<Step> install() {
    return switch (status) {
      case UNGUARDED ->
          Stream.of(
              switch (kind) {
                case HOOK -> HookSteps.hook(kind.file, wanted);
                case RULE -> HookSteps.rule(kind.file, wanted);
              });
      case OUTDATED -> Stream.of(HookSteps.renew(kind.file, text, wanted));
      case GUARDED, UNSUPPORTED -> Stream.empty();
    };
  }

  /** Removes the file. */
  Stream<Step> remove() {
    return switch (status) {
      case GUARDED, OUTDATED ->
          Stream.of(
              switch (kind) {
                case HOOK -> HookSteps.withoutHook(kind.file, text);
                case RULE -> HookSteps.withoutRule(kind.file, text);
              });
      case UNGUARDED, UNSUPPORTED -> Stream.empty();
    };
  }

  /** State and effect, for the administrator. */
  @Override
  public String toString() {
    String what =
        switch (status) {
          case GUARDED -> ": ";
          case OUTDATED -> " is of another version of Gangway: ";
          case UNGUARDED -> " is not installed: ";
          case UNSUPPORTED -> " cannot be installed on this host: ";
        };
    return kind.file
        + what
        + kind.covers
        + (effective
            ? ""
            : "; no effect: libvirt is not configured to ask polkit (access_drivers in"
                + " libvirtd.conf)");
  }
}
