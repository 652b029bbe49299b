package gangway.guard;

import gangway.Resource;
import gangway.guard.Lock.Standing;
import gangway.handover.HookSteps;
import gangway.handover.Step;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that libvirt, or polkit for it, heeds: it refuses earlier than the locks at Xen's tools,
 * and in words that reach who asked. Nothing depends on it.
 *
 * @param standing how it is with it; {@code WITHOUT} where there is nobody to heed it
 * @param heeded whether it is heeded as libvirt is set up
 * @param text what is in it now, if it is Gangway's
 * @param wanted what is to be in it
 */
public record LibvirtFile(
    Kind kind, Standing standing, boolean heeded, String text, String wanted) {
  private static final String MARK = "Gangway's guard ";

  /** libvirtd's own settings, and those of the daemon for Xen alone where there is one. */
  private static final List<Path> SETTINGS =
      List.of(Path.of("/etc/libvirt/libvirtd.conf"), Path.of("/etc/libvirt/virtxend.conf"));

  /** What there is of it. */
  public enum Kind {
    /** libvirt calls all that can be run in this folder, beside a hook of the host's own. */
    HOOK(
        "libvirt-hook.sh",
        Path.of("/etc/libvirt/hooks/libxl.d/gangway"),
        Path.of("/etc/libvirt"),
        "libvirt asks before it starts a guest, restores one, or takes one from another host"),
    /** The first rule that answers counts, by their names. */
    RULE(
        "polkit.rules",
        Path.of("/etc/polkit-1/rules.d/00-gangway.rules"),
        Path.of("/etc/polkit-1/rules.d"),
        "users other than root may not save or migrate, by libvirt, what 'gangway watch' has seen"
            + " with a device");

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

    /** Where it is. */
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
    Standing standing;
    if (ours) {
      standing = text.get().equals(wanted) ? Standing.LOCKED : Standing.OUTDATED;
    } else {
      standing = text.isEmpty() && machine.exists(kind.host) ? Standing.OPEN : Standing.WITHOUT;
    }
    boolean heeded = kind == Kind.HOOK || asksPolkit(machine);
    return new LibvirtFile(kind, standing, heeded, ours ? text.get() : "", wanted);
  }

  private static boolean asksPolkit(Machine machine) {
    return SETTINGS.stream()
        .flatMap(file -> machine.lines(file).stream())
        .anyMatch(line -> line.matches("\\s*access_drivers\\s*=.*\"polkit\".*"));
  }

  /** Puts it there, or brings it up to date. */
  Stream<Step> install() {
    return switch (standing) {
      case OPEN ->
          Stream.of(
              switch (kind) {
                case HOOK -> HookSteps.hook(kind.file, wanted);
                case RULE -> HookSteps.rule(kind.file, wanted);
              });
      case OUTDATED -> Stream.of(HookSteps.renew(kind.file, text, wanted));
      case LOCKED, WITHOUT -> Stream.empty();
    };
  }

  /** Takes it away. */
  Stream<Step> remove() {
    return switch (standing) {
      case LOCKED, OUTDATED ->
          Stream.of(
              switch (kind) {
                case HOOK -> HookSteps.withoutHook(kind.file, text);
                case RULE -> HookSteps.withoutRule(kind.file, text);
              });
      case OPEN, WITHOUT -> Stream.empty();
    };
  }

  /** What is to be known of it. */
  @Override
  public String toString() {
    String what =
        switch (standing) {
          case LOCKED -> ": ";
          case OUTDATED -> " is of another Gangway: ";
          case OPEN -> " is not there: ";
          case WITHOUT -> " has nobody here to heed it: ";
        };
    return kind.file + what + kind.covers + (heeded ? "" : "; libvirt does not ask polkit here");
  }
}
