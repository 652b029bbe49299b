package gangway.boot;

import gangway.Resource;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that make an initramfs of initramfs-tools look for the devices of the list before it
 * loads pciback (initramfs-tools(7)). initramfs-tools ignores files that are not executable.
 *
 * <p>See docs/decisions/0037-the-initramfs-finds-moved-devices.md.
 */
public enum InitramfsToolsFiles {
  /** Puts pciback into the image. */
  HOOK("hooks/gangway", "initramfs-tools-hook.sh"),
  /** Runs in the image before udev: initramfs-tools runs scripts in the order of their names. */
  SCRIPT("scripts/init-top/gangway", "initramfs-tools-list.sh");

  /** The file in an image with the order in which its scripts run. */
  public static final Path ORDER = Path.of("/scripts/init-top/ORDER");

  private static final Path FOLDER = Path.of("/etc/initramfs-tools");

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
    return Resource.text(InitramfsToolsFiles.class, resource);
  }

  /** An edit with the name that the file has in an image: initramfs-tools copies the scripts. */
  public static FileEdit inImage(FileEdit edit) {
    return edit.file().equals(SCRIPT.file())
        ? new FileEdit(Path.of("/", SCRIPT.name), edit.before(), edit.after())
        : edit;
  }

  /**
   * Whether the script runs before udev loads drivers.
   *
   * @param order the text of {@link #ORDER}; a script that is not executable is not in it
   */
  public static boolean isBeforeUdev(String order) {
    List<String> scripts = order.lines().map(line -> line.split(" ", 2)[0]).toList();
    int script = scripts.indexOf("/" + SCRIPT.name);
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

  /** Whether a machine has all files, of this or another version of Gangway. */
  static boolean areInstalled(Machine machine) {
    return Arrays.stream(values()).allMatch(one -> machine.exists(one.file()));
  }

  /**
   * The edits after which a machine has these files, or does not have them.
   *
   * @param present the texts of those that it has
   * @param devices the devices that the list records; without any, no file is needed
   */
  public static List<FileEdit> edits(Map<Path, String> present, ListedDevices devices) {
    return Arrays.stream(values())
        .map(one ->
            new FileEdit(
                one.file(),
                Optional.ofNullable(present.get(one.file())),
                devices.recorded().isEmpty() ? Optional.empty() : Optional.of(one.text())))
        .filter(edit -> !edit.before().equals(edit.after()))
        .toList();
  }
}
