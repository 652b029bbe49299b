package gangway.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The configuration space of a function with each capability that Gangway decodes. */
final class TrainingConfig {
  private static final int STATUS = 0x06;
  private static final int HAS_CAPABILITIES = 0x10;
  private static final int FIRST = 0x34;

  /**
   * Power management, MSI, PCI Express, MSI-X, advanced features, and one that has no name here.
   */
  private static final int[] CONVENTIONAL = {0x01, 0x05, 0x10, 0x11, 0x13, 0x09};

  /** Advanced error reporting, serial number, access control, SR-IOV, and one without a name. */
  private static final int[] EXTENDED = {0x01, 0x03, 0x0d, 0x10, 0x0b};

  private TrainingConfig() {}

  static byte[] bytes() {
    ByteBuffer space = ByteBuffer.allocate(0x1000).order(ByteOrder.LITTLE_ENDIAN);
    space.putShort(STATUS, (short) HAS_CAPABILITIES);
    int at = 0x40;
    space.put(FIRST, (byte) at);
    for (int id : CONVENTIONAL) {
      int next = id == CONVENTIONAL[CONVENTIONAL.length - 1] ? 0 : at + 0x20;
      space.putShort(at, (short) (id | next << 8));
      at += 0x20;
    }
    at = 0x100;
    for (int id : EXTENDED) {
      int next = id == EXTENDED[EXTENDED.length - 1] ? 0 : at + 0x60;
      space.putInt(at, id | 1 << 16 | next << 20);
      at += 0x60;
    }
    return space.array();
  }
}
