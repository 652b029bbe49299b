package gangway.pci;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A function's configuration space: 256 bytes, 4096 on PCI Express; users other than root can read
 * only the first 64. Numbers are little-endian.
 *
 * @see <a href="https://pcisig.com/specifications">PCI Express Base Specification, chapter 7; the
 *     numbers are those of Linux' include/uapi/linux/pci_regs.h</a>
 */
public final class ConfigSpace {
  private static final int STATUS = 0x06;
  private static final int STATUS_CAPABILITIES = 0x10;
  private static final int FIRST_CAPABILITY = 0x34;
  private static final int HEADER_BYTES = 0x40;
  private static final int CONVENTIONAL_BYTES = 0x100;

  /** The maximum length of the list of capabilities: a longer list is circular. */
  private static final int MAX_CAPABILITIES = 48;

  private static final int MAX_EXTENDED = (4096 - CONVENTIONAL_BYTES) / 8;

  private final byte[] bytes;

  public ConfigSpace(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /**
   * Whether the function answers: without an answer, every bit reads as one. The ids alone are not
   * enough, because the ids of a virtual function read as ones too.
   */
  public boolean answers() {
    return !IntStream.range(0, HEADER_BYTES).allMatch(offset -> u8(offset) == 0xff);
  }

  /** The capabilities, conventional and extended, in the order of their lists. */
  public List<Capability> capabilities() {
    List<Capability> found = new ArrayList<>();
    if (!answers()) {
      return found;
    }
    if ((u16(STATUS) & STATUS_CAPABILITIES) != 0) {
      int at = u8(FIRST_CAPABILITY) & ~3;
      for (int i = 0; i < MAX_CAPABILITIES && at >= 0x40 && at + 2 <= bytes.length; i++) {
        found.add(Capability.conventional(u8(at), this, at));
        at = u8(at + 1) & ~3;
      }
    }
    int at = CONVENTIONAL_BYTES;
    for (int i = 0; i < MAX_EXTENDED && at >= CONVENTIONAL_BYTES && at + 4 <= bytes.length; i++) {
      int header = u32(at);
      if (header == 0 || header == -1) {
        break;
      }
      found.add(Capability.extended(header & 0xffff, this, at));
      at = (header >>> 20) & ~3;
    }
    return found;
  }

  /** A byte; 0 beyond the bytes that were read. */
  int u8(int offset) {
    return offset < bytes.length ? bytes[offset] & 0xff : 0;
  }

  int u16(int offset) {
    return u8(offset) | u8(offset + 1) << 8;
  }

  int u32(int offset) {
    return u16(offset) | u16(offset + 2) << 16;
  }
}
