package gangway.training;

import java.util.List;
import java.util.Locale;

/**
 * The AOT caches, and the commands that show which classes belong into each. Java loads all classes
 * of a cache at each start, so that each group of commands has a cache of its own. bin/gangway
 * chooses the cache of a command.
 */
enum Cache {
  /** Text about the program, and the words for a shell. */
  TEXT(
      List.of(
          words("--version"),
          words("--help"),
          words("hide", "--help"),
          words("guard", "--help"),
          words("guard", "install", "--help"),
          words("check", "hide", "--help"),
          words("--nonsense"),
          words("explain", "DISK-ROOT"),
          words("explain"),
          words("config"),
          words("config", "--json"),
          words("__complete", ""),
          words("__complete", "att"),
          words("__complete", "guard", ""),
          words("__complete", "hide", "--"),
          words("__complete", "hide", "0000:0"),
          words("__complete", "hide", "--accept=D"),
          words("__complete", "attach", ""),
          words("__complete", "attach", "pv1", ""),
          words("__complete", "devices", "--class", ""),
          words("__complete", "explain", "DISK")),
      List.of(
          words("__complete", "attach", ""),
          words("__complete", "hide", "0000:0"),
          words("__complete", "detach", "pv1", ""),
          words("history"),
          words("history", "--json"))),

  /** The functions of the host. */
  DEVICES(
      List.of(words("devices"), words("devices", "--class", "network", "--all", "--json")),
      List.of()),

  /**
   * The questions of the guard's wrapper scripts and of libvirt's hook, at each start of a guest.
   */
  GUARD(
      List.of(words("devices")),
      List.of(
          words("guard", "ask", "--", "save", "other", "/srv/other.image"),
          words("guard", "ask", "--", "save", "pv1", "/srv/pv1.image"),
          words("guard", "ask", "--", "migrate", "pv1", "other"),
          words("guard", "ask", "--", "restore", "/srv/pv1.image"),
          words("guard", "hook", "prepare"),
          words("guard", "hook", "prepare", "/srv/pv1.image", "/srv/pv1.image"),
          words("guard", "hook", "migrate"))),

  /** Verdicts, and the changes of one function. */
  REQUEST(
      List.of(
          words("hide", "--dry-run", "09:00.0"),
          words("check", "hide", "09:00.0"),
          words("unhide", "--dry-run", "09:00.0"),
          words("attach", "--dry-run", "pv1", "09:00.0"),
          words("detach", "--dry-run", "--config", "pv1", "09:00.0"),
          words("assign", "--dry-run", "pv1", "09:00.0"),
          words("unassign", "--dry-run", "--config", "pv1", "09:00.0")),
      List.of(
          words("hide", "09:00.0"),
          words("attach", "--now", "pv1", "09:00.0"),
          words("detach", "--now", "pv1", "09:00.0"),
          words("attach", "--config", "pv3", "09:00.0"),
          words("detach", "--config", "pv3", "09:00.0"),
          words("unhide", "09:00.0"),
          words("assign", "--now", "pv1", "09:00.0"),
          words("unassign", "--now", "pv1", "09:00.0"),
          words("recover"))),

  /** Reports about the host, its guests and the past operations. */
  REPORT(
      List.of(
          words("show", "09:00.0"),
          words("show", "--json", "8086:10d3"),
          words("show", "9:0.0"),
          words("guests"),
          words("guests", "--json"),
          words("doctor"),
          words("doctor", "--json"),
          words("guard", "status"),
          words("boot-config", "--dialect", "modprobe.conf", "--driver", "bnx2", "09:00.0"),
          words("export"),
          words("metrics"),
          words("guest-check", "pv1")),
      List.of(words("metrics"), words("export"))),

  /** All other commands; the cache also has the classes of {@link #REQUEST}. */
  ALL(
      List.of(),
      List.of(
          words("doctor", "--fix"),
          words("apply", "--dry-run", "-"),
          words("save", "--dry-run", "pv1", "/srv/pv1.image"),
          words("guard", "status")));

  /** Commands that only read; they also run on the machine of the build. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of creates immutable lists
  private final List<List<String>> readings;

  /** Commands for the training host only. */
  @SuppressWarnings("ImmutableEnumChecker") // as above
  private final List<List<String>> acts;

  Cache(List<List<String>> readings, List<List<String>> acts) {
    this.readings = readings;
    this.acts = acts;
  }

  /**
   * The cache of a name in lower case, as in the name of its file.
   *
   * @throws IllegalArgumentException if no cache has this name
   */
  static Cache of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static List<String> words(String... words) {
    return List.of(words);
  }

  List<List<String>> readings() {
    return readings;
  }

  List<List<String>> acts() {
    return acts;
  }
}
