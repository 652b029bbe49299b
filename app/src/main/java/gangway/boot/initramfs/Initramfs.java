package gangway.boot.initramfs;

import gangway.boot.ConfigDialect;
import gangway.boot.FileEdit;
import gangway.boot.ListedDevices;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What loads pciback early: the tool that builds the initramfs images of a host. An image contains
 * copies of modprobe's files. A driver that loads from the initramfs follows the copies and not the
 * files in {@code /etc}, so a changed setting takes effect only after a rebuild.
 *
 * <p>Each tool has a class of its own. To support another tool, write a class for that tool, and
 * name the class in {@link #of}.
 *
 * <p>See docs/decisions/0034-three-parts-of-hiding-at-boot.md.
 */
public sealed interface Initramfs permits InitramfsTools, Dracut, Mkinitcpio, Mkinitfs, NotRebuilt {

  /**
   * The tool of a machine. If a tool is installed whose images tell that it made them, the images
   * decide which tool counts, because several tools can be installed.
   */
  static Initramfs of(Machine machine) {
    Optional<UnsupportedGenerator> generated = GeneratedSystem.find(machine);
    if (generated.isPresent()) {
      return generated.get();
    }
    if (MadeImages.tellTheirMaker(machine)) {
      return MadeImages.read(machine).tool(machine);
    }
    if (InitramfsTools.isInstalled(machine)) {
      return InitramfsTools.of(machine);
    }
    return UnsupportedGenerator.find(machine)
        .<Initramfs>map(found -> found)
        .orElseGet(NoInitramfs::new);
  }

  /**
   * The command with which an administrator rebuilds the images of all installed kernels; empty
   * without such a command.
   */
  Optional<Command> rebuild();

  /** How Gangway rebuilds the images of all installed kernels; empty if it does not. */
  List<ImageBuild> builds();

  /** Why Gangway cannot rebuild the images; empty if it can, or if there is nothing to rebuild. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** The images in {@code /boot} that the tool builds, one for each installed kernel. */
  List<Path> images(Machine machine);

  /**
   * The space that the rebuild of an image needs beside the present one.
   *
   * @param image the size of the largest image, both in bytes
   */
  default long space(long image) {
    return image;
  }

  /**
   * Whether the tool puts a copy of a file into the images: of modprobe's files, not of those of
   * systemd's module loader.
   */
  default boolean packs(Path file) {
    return file.toString().contains("modprobe");
  }

  /** Whether an image contains these files as they are after the edits. */
  boolean carries(Machine machine, Path image, List<FileEdit> edits);

  /**
   * What a new image lacks without which the host does not boot; empty if it lacks nothing, or if
   * the tool fails in that case.
   */
  default Optional<String> missing(Machine machine, Path built) {
    return Optional.empty();
  }

  /** Whether the image of every installed kernel contains these files; false without an image. */
  default boolean allCarry(Machine machine, List<FileEdit> edits) {
    List<Path> images = images(machine);
    return !images.isEmpty() && images.stream().allMatch(image -> carries(machine, image, edits));
  }

  /**
   * The edits of the tool's own configuration files that make the tool put pciback and modprobe's
   * files into the images; empty if no edit is necessary.
   *
   * @param carried modprobe's files that the images must contain; empty if nothing is hidden at
   *     boot
   */
  List<FileEdit> requiredFiles(List<Path> carried);

  /** Whether Gangway makes the images look for devices of the list that have moved. */
  default boolean findsMovedDevices() {
    return false;
  }

  /**
   * The edits of files that make the images look for devices of the list; empty if no edit is
   * necessary.
   *
   * @param devices the devices; none if no image must look for any
   */
  default List<FileEdit> filesFor(ListedDevices devices) {
    return List.of();
  }

  /**
   * How the images give functions on trial back to dom0; empty if Gangway cannot make them do so.
   */
  default Optional<GivingBack> givingBack() {
    return Optional.empty();
  }

  /** Whether the tool uses one of Gangway's files only if the file is executable. */
  default boolean isExecuted(Path file) {
    return false;
  }

  /** What the administrator writes by hand, if modprobe's files are not enough. */
  default Optional<ConfigDialect> dialect() {
    return Optional.empty();
  }

  /**
   * What the administrator must do after an edit of modprobe's files by hand, as the end of a
   * sentence: {@code then rebuild the initramfs}. Empty if nothing is necessary.
   */
  Optional<String> byHand();
}
