package gangway.boot;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Gangway's files for initramfs-tools (initramfs-tools(7)), which ignores files that are not
 * executable. The first two make an initramfs look for the devices of the list before it loads
 * pciback.
 *
 * <p>See docs/decisions/0037-the-initramfs-finds-moved-devices.md and
 * docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 */
public enum InitramfsToolsFiles {
  /** Puts pciback into the image. */
  HOOK("hooks/gangway", "initramfs-tools-hook.sh"),
  /** Runs in the image before udev: initramfs-tools runs scripts in the order of their names. */
  SCRIPT("scripts/init-top/gangway", "initramfs-tools-list.sh"),
  /**
   * Runs in the image once a second, as long as there is no root file system: gives functions on
   * trial back to dom0.
   */
  GIVE_BACK("scripts/local-block/gangway", "initramfs-tools-give-back.sh");

  /** The files that a list with recorded devices needs. */
  private static final List<InitramfsToolsFiles> OF_LIST = List.of(HOOK, SCRIPT);

  private static final Path FOLDER = Path.of("/etc/initramfs-tools");

  private static final List<InitramfsToolsFiles> OF_IMAGE = List.of(SCRIPT, GIVE_BACK);

  private final String name;
  private final String resource;

  InitramfsToolsFiles(String name, String resource) {
    this.name = name;
    this.resource = resource;
  }

  /** The file on the host. */
  public Path file() {
    return FOLDER.resolve(name);
  }

  /** The file's text. */
  public String text() {
    return GiveBackScript.text(resource);
  }

  /** An edit with the name that the file has in an image: initramfs-tools copies the scripts. */
  public static FileEdit inImage(FileEdit edit) {
    return OF_IMAGE.stream()
        .filter(script -> script.file().equals(edit.file()))
        .findFirst()
        .map(script -> new FileEdit(Path.of("/", script.name), edit.before(), edit.after()))
        .orElse(edit);
  }

  /** Whether an image contains a file; the hook works while the image is built. */
  public static boolean arePacked(Path file) {
    return OF_IMAGE.stream().anyMatch(script -> script.file().equals(file));
  }

  /** The scripts of an image that are there after some edits. */
  public static List<InitramfsToolsFiles> scripts(List<FileEdit> edits) {
    return OF_IMAGE.stream()
        .filter(script ->
            edits.stream()
                .anyMatch(edit -> edit.file().equals(script.file()) && edit.after().isPresent()))
        .toList();
  }

  /** The file in an image with the order in which the scripts of a folder run. */
  public Path order() {
    return Path.of("/", name).resolveSibling("ORDER");
  }

  /**
   * Whether an image runs the script; the one for the list must run before udev loads drivers.
   *
   * @param order the text of {@link #order}; a script that is not executable is not in it
   */
  public boolean runs(String order) {
    List<String> scripts = order.lines().map(line -> line.split(" ", 2)[0]).toList();
    int script = scripts.indexOf("/" + name);
    int udev = scripts.indexOf("/scripts/init-top/udev");
    return script >= 0 && (udev < 0 || script < udev);
  }

  /** Whether a file is one of these. */
  public static boolean have(Path file) {
    return Arrays.stream(values()).anyMatch(one -> one.file().equals(file));
  }

  /** The texts of those that a machine has. */
  public static Map<Path, String> read(Machine machine) {
    Map<Path, String> present = new TreeMap<>();
    for (InitramfsToolsFiles one : values()) {
      machine.exact(one.file()).ifPresent(text -> present.put(one.file(), text));
    }
    return present;
  }

  /** Whether a machine has the files for a list, of this or another version of Gangway. */
  static boolean areInstalled(Machine machine) {
    return OF_LIST.stream().allMatch(one -> machine.exists(one.file()));
  }

  /**
   * The edits after which a machine has the files for a list, or does not have them.
   *
   * @param present the texts of those that it has
   * @param devices the devices that the list records; without any, no file is needed
   */
  public static List<FileEdit> edits(Map<Path, String> present, ListedDevices devices) {
    return OF_LIST.stream()
        .flatMap(one ->
            one.edit(
                present, devices.recorded().isEmpty() ? Optional.empty() : Optional.of(one.text())))
        .toList();
  }

  /** The edit after which a machine has this file; none if it has the file. */
  public Stream<FileEdit> added(Map<Path, String> present) {
    return edit(present, Optional.of(text()));
  }

  /** The edit after which a machine does not have this file; none if it does not have it. */
  public Stream<FileEdit> removed(Map<Path, String> present) {
    return edit(present, Optional.empty());
  }

  private Stream<FileEdit> edit(Map<Path, String> present, Optional<String> after) {
    return FileEdit.between(file(), Optional.ofNullable(present.get(file())), after).stream();
  }
}
