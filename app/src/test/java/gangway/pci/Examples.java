package gangway.pci;

import gangway.Cases;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** PCI functions for tests. */
public final class Examples {
  private Examples() {}

  /** The address with this text, which must be valid. */
  public static PciAddress address(String text) {
    return PciAddress.parse(text).orElseThrow();
  }

  /** Any valid address. */
  public static PciAddress address(Random random) {
    int domain = Cases.oneOf(random, 0, 1, random.nextInt(0x10000), 0x10000, 0xfffffff);
    return new PciAddress(domain, random.nextInt(0x100), random.nextInt(0x20), random.nextInt(8));
  }

  /** A function with an id, without a driver. */
  public static PciFunction function(String address, String id) {
    return new PciFunction(
        address(address),
        DeviceId.parse(id).orElseThrow(),
        new DeviceId(0, 0),
        new PciClass(0x020000),
        Optional.empty(),
        "");
  }

  /** The uevent file of a function, in the kernel's format. */
  public static String uevent(String address, String id, String classCode, String driver) {
    String[] ids = id.toUpperCase(Locale.ROOT).split(":", -1);
    return (driver.isEmpty() ? "" : "DRIVER=" + driver + "\n")
        + """
        PCI_CLASS=%s
        PCI_ID=%s
        PCI_SUBSYS_ID=8086:A01F
        PCI_SLOT_NAME=%s
        MODALIAS=pci:v0000%sd0000%ssv00008086sd0000A01Fbc02sc00i00
        """
            .formatted(classCode, id.toUpperCase(Locale.ROOT), address, ids[0], ids[1]);
  }

  /** A configuration space, from a file in the format of {@code lspci -xxxx}. */
  static ConfigSpace configSpace(String file) {
    return new ConfigSpace(configBytes(file));
  }

  public static byte[] configBytes(String file) {
    StringBuilder hex = new StringBuilder();
    resource(file)
        .lines()
        .filter(line -> line.matches("[0-9a-f]+0: .*"))
        .forEach(line -> hex.append(line.substring(line.indexOf(':') + 1).replace(" ", "")));
    return HexFormat.of().parseHex(hex);
  }

  static String resource(String file) {
    try (InputStream stream = Examples.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalArgumentException("no such resource: " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
