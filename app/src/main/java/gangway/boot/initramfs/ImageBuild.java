package gangway.boot.initramfs;

import gangway.machine.Command;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rebuild of initramfs images by one command.
 *
 * @param command the tool
 * @param image the image that Gangway replaces by the file that the tool writes; empty if the tool
 *     itself replaces images
 */
public record ImageBuild(Command command, Optional<NewImage> image) {

  /**
   * A new image beside the old one, which it replaces when it is complete and on the disk.
   *
   * @param built the file that the tool writes
   * @param replaced the image of the kernel
   */
  public record NewImage(Path built, Path replaced) {}

  /**
   * A build of a new image beside the present one, which it then replaces.
   *
   * @param command the command that writes the new image; it may take any time
   */
  static ImageBuild beside(Path image, Function<Path, Command> command) {
    Path built = image.resolveSibling("gangway-new-" + image.getFileName());
    return new ImageBuild(
        command.apply(built).unlimited(), Optional.of(new NewImage(built, image)));
  }
}
