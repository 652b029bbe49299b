package gangway.pci;

import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A function's class code: base class, subclass and programming interface, a byte each.
 *
 * @param code the 24 bits from configuration space, {@code 020000} for an Ethernet controller
 * @see <a href="https://pcisig.com/specifications">PCI Code and ID Assignment Specification</a>
 */
public record PciClass(int code) {
  private static final int BRIDGE = 0x06;
  private static final Set<Integer> BRIDGES_TO_PCI = Set.of(0x0604, 0x0607, 0x0609);
  private static final int MEMORY = 0x05;
  private static final int CXL_MEMORY = 0x0502;
  private static final int SYSTEM = 0x08;
  private static final int SD_CARDS = 0x0805;
  private static final int SMBUS = 0x0c05;
  private static final int COUNTERS = 0x1101;
  private static final int INSTRUMENTATION = 0x13;
  private static final int USB = 0x0c03;
  private static final int STORAGE = 0x01;
  private static final int NETWORK = 0x02;

  /** The base classes display, communication, input, serial bus and signal processing. */
  private static final Set<Integer> CONSOLES = Set.of(0x03, 0x07, 0x09, 0x0c, 0x11);

  /** Fibre Channel and InfiniBand. */
  private static final Set<Integer> FABRICS = Set.of(0x0c04, 0x0c06);

  /** FireWire and SSA. */
  private static final Set<Integer> DISK_BUSES = Set.of(0x0c00, 0x0c02);

  /** A word for every base class, in the order of their numbers. */
  private static final String[] WORDS = {
    "old",
    "storage",
    "network",
    "display",
    "multimedia",
    "memory",
    "bridge",
    "communication",
    "system",
    "input",
    "docking",
    "processor",
    "serial",
    "wireless",
    "controller",
    "satellite",
    "encryption",
    "signal",
    "accelerator",
    "instrument"
  };

  /** The words for the base classes. */
  public static Stream<String> words() {
    return Stream.of(WORDS);
  }

  public PciClass {
    if ((code & ~0xffffff) != 0) {
      throw new IllegalArgumentException("a PCI class has 24 bits");
    }
  }

  public int base() {
    return code >> 16;
  }

  /** Base class and subclass, {@code 0200} for an Ethernet controller. */
  public int withSubclass() {
    return code >> 8;
  }

  public int interfaceCode() {
    return code & 0xff;
  }

  /** Whether it is a bridge: host, PCI, ISA or other. */
  public boolean bridge() {
    return base() == BRIDGE;
  }

  /** Whether it is a bridge to other PCI buses: PCI to PCI, CardBus, or semi-transparent. */
  boolean bridgeToPci() {
    return BRIDGES_TO_PCI.contains(withSubclass());
  }

  /** Whether it is a NIC. */
  public boolean isNetwork() {
    return base() == NETWORK;
  }

  /**
   * Whether it can lead to other machines: a NIC, or an adapter for Fibre Channel or InfiniBand.
   */
  public boolean leadsToMachines() {
    return isNetwork() || FABRICS.contains(withSubclass());
  }

  /** Whether it can lead to disks: a storage controller, or one of a bus that disks are on. */
  public boolean leadsToDisks() {
    return base() == STORAGE
        || withSubclass() == SD_CARDS
        || withSubclass() == USB
        || FABRICS.contains(withSubclass())
        || DISK_BUSES.contains(withSubclass());
  }

  /**
   * Whether a screen, a serial line or a keyboard can be on it: displays, serial and parallel
   * ports, input controllers, serial buses such as USB, and the buses and UARTs of a chipset.
   */
  public boolean mayBeConsole() {
    return CONSOLES.contains(base());
  }

  /**
   * Whether functions of this class without a driver are parts of a chipset or processor: memory
   * controllers, system peripherals, performance counters, and functions that only describe
   * themselves. An SMBus controller is one even with a driver. CXL memory and SD card controllers
   * are devices of their own.
   */
  public boolean chipset(boolean driven) {
    if (withSubclass() == SMBUS) {
      return true;
    }
    return !driven
        && withSubclass() != CXL_MEMORY
        && withSubclass() != SD_CARDS
        && (base() == MEMORY
            || base() == SYSTEM
            || base() == INSTRUMENTATION
            || withSubclass() == COUNTERS);
  }

  /** The kind of function in one word: {@code network}, {@code storage}, {@code usb}, … */
  public String word() {
    if (withSubclass() == USB) {
      return "usb";
    }
    return base() < WORDS.length ? WORDS[base()] : "other";
  }

  /**
   * Whether a word ({@code network}) or digits ({@code 02}, {@code 0200}) of a user name this
   * class.
   */
  public boolean matches(String wanted) {
    return word().equalsIgnoreCase(wanted)
        || (wanted.matches("(?i)[0-9a-f]{2}([0-9a-f]{2}){0,2}")
            && toString().regionMatches(true, 0, wanted, 0, wanted.length()));
  }

  /** Six hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(code, 6);
  }
}
