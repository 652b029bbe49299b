package gangway.pci;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A capability of a function, from its configuration space.
 *
 * @see ConfigSpace
 */
public sealed interface Capability {

  /**
   * Power management.
   *
   * @param softReset whether going from D3hot to D0 resets the function (the PM reset)
   */
  record PowerManagement(int version, boolean softReset) implements Capability {}

  /** MSI: interrupts by message. */
  record Msi(int vectors, boolean enabled) implements Capability {}

  /** MSI-X: interrupts by message, with a table of vectors. */
  record MsiX(int vectors, boolean enabled) implements Capability {}

  /**
   * PCI Express.
   *
   * @param flr whether the function supports function level reset, which resets no other function
   * @param able the best link that the function supports
   * @param now the current link
   */
  record Express(PortType port, boolean flr, Link able, Link now) implements Capability {}

  /** Advanced Features of conventional PCI; Gangway reads only function level reset. */
  record AdvancedFeatures(boolean flr) implements Capability {}

  /**
   * SR-IOV.
   *
   * @param total the number of virtual functions that it can have (TotalVFs)
   * @param enabled the number of virtual functions that its driver has created (NumVFs)
   * @param offset the distance from its own number (bus, device and function in 16 bits) to that of
   *     its first virtual function; 0 if it shows the distance only while it has virtual functions
   * @param stride the distance from one virtual function to the next
   */
  record SrIov(int total, int enabled, int offset, int stride) implements Capability {
    /**
     * The addresses that its virtual functions can have (drivers/pci/iov.c, {@code
     * pci_iov_virtfn_bus} and {@code pci_iov_virtfn_devfn}).
     *
     * @param physical its own address
     */
    Stream<PciAddress> virtualFunctions(PciAddress physical) {
      int own = physical.bus() << 8 | physical.device() << 3 | physical.function();
      return IntStream.range(0, offset == 0 ? 0 : total)
          .map(number -> own + offset + number * stride)
          .takeWhile(id -> id <= 0xffff)
          .mapToObj(id -> new PciAddress(physical.domain(), id >> 8, id >> 3 & 0x1f, id & 7));
    }
  }

  /**
   * Access control services (ACS) of a port or a multifunction device: whether it can redirect
   * peer-to-peer traffic to the IOMMU, and does.
   */
  record AccessControl(boolean redirectAble, boolean redirectOn) implements Capability {}

  /** The device's serial number, 64 bits. */
  record SerialNumber(long value) implements Capability {
    /** Eight bytes, highest first, as lspci writes it: {@code 00-00-c9-ff-ff-00-00-00}. */
    public String text() {
      StringBuilder text = new StringBuilder();
      for (int shift = 56; shift >= 0; shift -= 8) {
        text.append(shift == 56 ? "" : "-").append(String.format("%02x", value >> shift & 0xff));
      }
      return text.toString();
    }
  }

  /** A capability that Gangway does not decode. */
  record Other(int id, boolean extended) implements Capability {}

  /** The role of a PCI Express function in its tree. */
  enum PortType {
    ENDPOINT,
    LEGACY_ENDPOINT,
    ROOT_PORT,
    UPSTREAM_PORT,
    DOWNSTREAM_PORT,
    BRIDGE_TO_PCI,
    BRIDGE_FROM_PCI,
    INTEGRATED_ENDPOINT,
    EVENT_COLLECTOR,
    UNKNOWN;

    static PortType of(int code) {
      return switch (code) {
        case 0x0 -> ENDPOINT;
        case 0x1 -> LEGACY_ENDPOINT;
        case 0x4 -> ROOT_PORT;
        case 0x5 -> UPSTREAM_PORT;
        case 0x6 -> DOWNSTREAM_PORT;
        case 0x7 -> BRIDGE_TO_PCI;
        case 0x8 -> BRIDGE_FROM_PCI;
        case 0x9 -> INTEGRATED_ENDPOINT;
        case 0xa -> EVENT_COLLECTOR;
        default -> UNKNOWN;
      };
    }

    /** In words: {@code root port}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * A PCI Express link.
   *
   * @param generation 1 for 2.5 GT/s, 2 for 5, 3 for 8, 4 for 16, 5 for 32, 6 for 64; 0 for none
   * @param lanes its width; 0 without a link
   */
  record Link(int generation, int lanes) {
    private static final String[] SPEEDS = {"?", "2.5", "5", "8", "16", "32", "64"};

    static Link of(int register) {
      return new Link(register & 0xf, register >> 4 & 0x3f);
    }

    public boolean up() {
      return lanes > 0;
    }

    /** {@code 8 GT/s x4}. */
    @Override
    public String toString() {
      return up()
          ? (generation < SPEEDS.length ? SPEEDS[generation] : "?") + " GT/s x" + lanes
          : "none";
    }
  }

  /** The capability with a conventional id, at an offset. */
  static Capability conventional(int id, ConfigSpace space, int at) {
    return switch (id) {
      case 0x01 -> new PowerManagement(space.u16(at + 2) & 7, (space.u16(at + 4) & 0x8) == 0);
      case 0x05 -> new Msi(1 << (space.u16(at + 2) >> 1 & 7), (space.u16(at + 2) & 1) != 0);
      case 0x10 ->
          new Express(
              PortType.of(space.u16(at + 2) >> 4 & 0xf),
              (space.u32(at + 4) & 1 << 28) != 0,
              Link.of(space.u32(at + 0x0c) & 0x3ff),
              Link.of(space.u16(at + 0x12) & 0x3ff));
      case 0x11 -> new MsiX((space.u16(at + 2) & 0x7ff) + 1, (space.u16(at + 2) & 0x8000) != 0);
      case 0x13 -> new AdvancedFeatures((space.u8(at + 3) & 2) != 0);
      default -> new Other(id, false);
    };
  }

  /** The capability with an extended id, at an offset. */
  static Capability extended(int id, ConfigSpace space, int at) {
    return switch (id) {
      case 0x03 ->
          new SerialNumber(
              (long) space.u32(at + 8) << 32 | Integer.toUnsignedLong(space.u32(at + 4)));
      case 0x0d -> {
        int peerToPeerRedirect = 0x4;
        yield new AccessControl(
            (space.u16(at + 4) & peerToPeerRedirect) != 0,
            (space.u16(at + 6) & peerToPeerRedirect) != 0);
      }
      case 0x10 ->
          new SrIov(
              space.u16(at + 0x0e),
              space.u16(at + 0x10),
              space.u16(at + 0x14),
              space.u16(at + 0x16));
      default -> new Other(id, true);
    };
  }
}
