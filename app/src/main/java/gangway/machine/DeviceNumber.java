package gangway.machine;

import java.util.Map;
import java.util.Optional;

/**
 * The number of a device file (makedev(3), inode(7)).
 *
 * @param block whether it is a block device, and not a character device
 */
record DeviceNumber(boolean block, long major, long minor) {
  private static final int TYPE = 0170000;
  private static final int BLOCK = 0060000;
  private static final int CHARACTER = 0020000;

  /** The device of a file; empty for other files. */
  static Optional<DeviceNumber> of(Map<String, Object> attributes) {
    if (attributes.get("mode") instanceof Integer mode
        && attributes.get("rdev") instanceof Long number) {
      int type = mode & TYPE;
      return type == BLOCK || type == CHARACTER
          ? Optional.of(of(type == BLOCK, number))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static DeviceNumber of(boolean block, long number) {
    return new DeviceNumber(
        block,
        ((number >> 8) & 0xfff) | ((number >> 32) & ~0xfffL),
        (number & 0xff) | ((number >> 12) & 0xffffff00L));
  }

  /** Whether it is memory, a terminal or a virtual console, whose name is not in doubt. */
  boolean virtual() {
    return !block
        && (major == 1
            || major == 5
            || major == 7
            || (major == 4 && minor < 64)
            || (major >= 136 && major <= 143));
  }

  /** The folder of the device below {@code /sys/dev}, {@code block/259:0}. */
  String folder() {
    return "%s/%d:%d".formatted(block ? "block" : "char", major, minor);
  }
}
