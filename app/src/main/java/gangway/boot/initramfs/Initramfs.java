package gangway.boot.initramfs;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the initramfs images of a host are built. An image carries copies of modprobe's files: a
 * driver that is loaded from the image obeys the copies and not the files in {@code /etc}, so the
 * images are rebuilt after the files are changed.
 *
 * <p>One class for each program that builds images. To support another program, write a class of
 * it, and name it in {@link #of}.
 */
public sealed interface Initramfs permits InitramfsTools, UnsupportedGenerator, NoInitramfs {

  /** The generator of a machine. */
  static Initramfs of(Machine machine) {
    if (InitramfsTools.isInstalled(machine)) {
      return new InitramfsTools();
    }
    return UnsupportedGenerator.isInstalled(machine)
        ? new UnsupportedGenerator()
        : new NoInitramfs();
  }

  /** The command that rebuilds the images of all installed kernels; empty if there is none. */
  Optional<Command> rebuild();

  /** Why Gangway cannot rebuild the images; empty if it can, or if there is nothing to rebuild. */
  Optional<String> obstacle();

  /** The images in {@code /boot}, one for every installed kernel. */
  List<Path> images(Machine machine);

  /** Whether an image should carry a copy of a file. */
  boolean packs(Path file);

  /** Whether an image carries these files with the text that they have after their edits. */
  boolean carries(Machine machine, Path image, List<FileEdit> edits);

  /** Whether the image of every installed kernel does; false if there is no image. */
  default boolean allCarry(Machine machine, List<FileEdit> edits) {
    List<Path> images = images(machine);
    return !images.isEmpty() && images.stream().allMatch(image -> carries(machine, image, edits));
  }

  /**
   * The files of the generator itself without which its images carry neither pciback nor modprobe's
   * files; as edits from what the files are now, empty if no edit is needed.
   */
  List<FileEdit> requiredFiles();

  /**
   * What an administrator must do after an edit of modprobe's files by hand, as the end of a
   * sentence: {@code then rebuild the initramfs}. Empty if there is nothing to do.
   */
  Optional<String> byHand();
}
