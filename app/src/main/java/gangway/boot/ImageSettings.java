package gangway.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a tool that builds initramfs images, as far as they decide whether pciback takes
 * its functions before a driver in the image does.
 */
public sealed interface ImageSettings permits DracutSettings, MkinitcpioSettings, MkinitfsSettings {
  /**
   * Why the images do not make pciback take its functions first; empty if they do.
   *
   * @param files modprobe's files that load pciback, or have its list
   */
  Optional<String> gap(List<Path> files);
}
