package gangway.boot;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gangway's module for dracut, whose images then give functions on trial back to dom0
 * (dracut.modules(7)).
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 */
public enum DracutFiles {
  /** Tells dracut to put the hook into the images. */
  SETUP("module-setup.sh", "dracut-module-setup.sh"),
  /** Runs in the image as long as there is no root file system. */
  GIVE_BACK("gangway-give-back.sh", "dracut-give-back.sh");

  private static final Path FOLDER = Path.of("/usr/lib/dracut/modules.d/90gangway");

  /** The hook in an image; its folder depends on the version of dracut. */
  private static final String HOOK = "/hooks/initqueue/settled/90-gangway-give-back.sh";

  private final String name;
  private final String resource;

  DracutFiles(String name, String resource) {
    this.name = name;
    this.resource = resource;
  }

  /** The file on the host. */
  public Path file() {
    return FOLDER.resolve(name);
  }

  String text() {
    return GiveBackScript.text(resource);
  }

  /** Whether a file is one of these. */
  public static boolean have(Path file) {
    return Arrays.stream(values()).anyMatch(one -> one.file().equals(file));
  }

  /** The file in an image that is the hook, if the image has the hook. */
  public static Optional<Path> hook(List<String> listed) {
    return listed.stream()
        .filter(name -> name.endsWith(HOOK))
        .map(Path.of("/")::resolve)
        .findFirst();
  }

  /** The texts of those that a machine has. */
  public static Map<Path, String> read(Machine machine) {
    Map<Path, String> present = new TreeMap<>();
    for (DracutFiles one : values()) {
      machine.exact(one.file()).ifPresent(text -> present.put(one.file(), text));
    }
    return present;
  }

  /** The edits after which a machine has the files. */
  public static List<FileEdit> added(Map<Path, String> present) {
    return Arrays.stream(values())
        .flatMap(one -> one.edit(present, Optional.of(one.text())).stream())
        .toList();
  }

  /** The edits after which a machine does not have the files. */
  public static List<FileEdit> removed(Map<Path, String> present) {
    return Arrays.stream(values())
        .flatMap(one -> one.edit(present, Optional.empty()).stream())
        .toList();
  }

  private Optional<FileEdit> edit(Map<Path, String> present, Optional<String> after) {
    return FileEdit.between(file(), Optional.ofNullable(present.get(file())), after);
  }
}
