package gangway.pci;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
  private static final int REVISION = 0x08;
  private static final int HEADER_TYPE = 0x0e;
  private static final int PCI_BRIDGE = 1;
  private static final int CARDBUS_BRIDGE = 2;
  private static final int SECONDARY_BUS = 0x19;
  private static final int SUBORDINATE_BUS = 0x1a;
  private static final int FIRST_CAPABILITY = 0x34;
  private static final int FIRST_CAPABILITY_OF_CARDBUS = 0x14;
  private static final int HEADER_BYTES = 0x40;
  private static final int CONVENTIONAL_BYTES = 0x100;

  private static final int PCI_X = 0x07;
  private static final int EXPRESS = 0x10;

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

  /** How many bytes could be read. */
  public int size() {
    return bytes.length;
  }

  /** The revision number, 0 to ff; empty without an answer. */
  public OptionalInt revision() {
    return bytes.length > REVISION && answers()
        ? OptionalInt.of(u8(REVISION))
        : OptionalInt.empty();
  }

  /** The buses below a bridge; empty for other functions, and without an answer. */
  Optional<PciBus.Buses> busesBelow() {
    int type = u8(HEADER_TYPE) & 0x7f;
    return bytes.length > SUBORDINATE_BUS && (type == PCI_BRIDGE || type == CARDBUS_BRIDGE)
        ? Optional.of(new PciBus.Buses(u8(SECONDARY_BUS), u8(SUBORDINATE_BUS)))
        : Optional.empty();
  }

  /** The capabilities, conventional and extended, in the order of their lists. */
  public List<Capability> capabilities() {
    List<Capability> found = new ArrayList<>();
    if (answers()) {
      boolean more = conventional(found);
      if (more) {
        extended(found);
      }
    }
    return found;
  }

  /**
   * Reads the conventional list, which ends where it returns to an earlier entry.
   *
   * @return whether the function can have an extended list
   */
  private boolean conventional(List<Capability> found) {
    boolean more = false;
    if ((u16(STATUS) & STATUS_CAPABILITIES) != 0) {
      boolean cardBus = (u8(HEADER_TYPE) & 0x7f) == CARDBUS_BRIDGE;
      int at = u8(cardBus ? FIRST_CAPABILITY_OF_CARDBUS : FIRST_CAPABILITY) & ~3;
      Set<Integer> seen = new HashSet<>();
      while (at >= HEADER_BYTES && at + 2 <= bytes.length && seen.add(at)) {
        more |= u8(at) == EXPRESS || u8(at) == PCI_X;
        found.add(Capability.conventional(u8(at), this, at));
        at = u8(at + 1) & ~3;
      }
    }
    return more;
  }

  /**
   * Reads the extended list. Only PCI Express and PCI-X 2.0 functions have one; other functions can
   * show anything there.
   */
  private void extended(List<Capability> found) {
    Set<Integer> seen = new HashSet<>();
    int at = CONVENTIONAL_BYTES;
    while (at >= CONVENTIONAL_BYTES && at + 4 <= bytes.length && seen.add(at)) {
      int header = u32(at);
      if (header == 0 || header == -1) {
        break;
      }
      found.add(Capability.extended(header & 0xffff, this, at));
      at = (header >>> 20) & ~3;
    }
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
