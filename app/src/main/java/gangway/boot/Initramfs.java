package gangway.boot;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The tool that builds the initramfs. A driver that loads from the initramfs follows the copy of
 * modprobe's files in it, so a changed setting takes effect only after a rebuild.
 */
public enum Initramfs {
  /** Debian's initramfs-tools. */
  INITRAMFS_TOOLS,
  /** A tool that Gangway does not support. */
  FOREIGN,
  /** No initramfs: modprobe's files are read from the root file system. */
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

  /** The images in {@code /boot} that the tool builds, one for each kernel. */
  public static List<Path> images(Machine machine) {
    Path boot = Path.of("/boot");
    return machine.list(boot).stream()
        .filter(name ->
            name.matches("initrd\\.img-[0-9][^ ]*[^~]") && !name.matches(".*\\.(new|bak|dpkg-.*)"))
        .map(boot::resolve)
        .toList();
  }

  /** Whether the image of every kernel contains these files as they are after the edits. */
  public static boolean carries(Machine machine, List<FileEdit> edits) {
    List<Path> images = images(machine);
    return !images.isEmpty() && images.stream().allMatch(image -> carries(machine, image, edits));
  }

  private static boolean carries(Machine machine, Path image, List<FileEdit> edits) {
    Optional<Result> listing =
        machine.ask(Command.of("lsinitramfs", "-l", image.toString())).filter(Result::ok);
    return listing.isPresent()
        && edits.stream().allMatch(edit -> agrees(listing.get().out(), edit));
  }

  /** A line of the listing is: mode, links, owner, group, size, date, time, name. */
  private static boolean agrees(String listing, FileEdit edit) {
    String name = edit.file().toString().substring(1);
    Optional<String> line =
        listing.lines().filter(l -> l.endsWith(" " + name) || l.equals(name)).findFirst();
    return edit.after()
        .map(text -> line.filter(l -> l.matches(".* " + bytes(text) + " .*")).isPresent())
        .orElse(line.isEmpty());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
