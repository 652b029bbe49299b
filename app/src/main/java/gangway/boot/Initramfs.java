package gangway.boot;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;

/**
 * What packs the files a machine boots with, modprobe's among them: a driver that is loaded from
 * there heeds the settings that are in there.
 */
public enum Initramfs {
  /** Debian's initramfs-tools. */
  INITRAMFS_TOOLS,
  /** One that Gangway does not know how to handle. */
  FOREIGN,
  /** None: modprobe's files are read from the root file system. */
  NONE;

  private static final List<Path> FOREIGN_TOOLS =
      List.of(
          Path.of("/usr/bin/dracut"),
          Path.of("/sbin/dracut"),
          Path.of("/usr/bin/mkinitcpio"),
          Path.of("/sbin/mkinitfs"));

  public static Initramfs of(Machine machine) {
    if (machine.exists(Path.of("/usr/sbin/update-initramfs"))) {
      return INITRAMFS_TOOLS;
    }
    return FOREIGN_TOOLS.stream().anyMatch(machine::exists) ? FOREIGN : NONE;
  }

  /** The images in {@code /boot} that the tool makes, one for every kernel. */
  public static List<Path> images(Machine machine) {
    Path boot = Path.of("/boot");
    return machine.list(boot).stream()
        .filter(name ->
            name.matches("initrd\\.img-[0-9][^ ]*[^~]") && !name.matches(".*\\.(new|bak|dpkg-.*)"))
        .map(boot::resolve)
        .toList();
  }
}
