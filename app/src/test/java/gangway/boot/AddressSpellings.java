package gangway.boot;

import gangway.Cases;
import gangway.pci.PciAddress;
import java.util.Locale;
import java.util.Random;

/** Writes the address of a function in the ways that the kernel's {@code hide=} reads. */
final class AddressSpellings {
  private AddressSpellings() {}

  /** A group; blanks inside need quotes. */
  static String group(Random random, PciAddress address, boolean blanks) {
    String blank = blanks ? Cases.oneOf(random, "", "", " ") : "";
    String domain =
        address.domain() == 0 && random.nextBoolean()
            ? ""
            : number(random, address.domain(), 4) + ":";
    String text =
        "("
            + blank
            + domain
            + number(random, address.bus(), 2)
            + ":"
            + number(random, address.device(), 2)
            + "."
            + address.function()
            + ")";
    return random.nextBoolean() ? text.toUpperCase(Locale.ROOT).replace("0X", "0x") : text;
  }

  private static String number(Random random, int value, int digits) {
    String hex = Integer.toHexString(value);
    return switch (random.nextInt(5)) {
      case 0 -> hex;
      case 1 -> "0x" + hex;
      case 2 -> "0" + hex;
      default -> "0".repeat(Math.max(0, digits - hex.length())) + hex;
    };
  }
}
