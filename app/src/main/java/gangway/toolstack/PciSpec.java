package gangway.toolstack;

import gangway.pci.Address;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function as xl's configuration names it: {@code [DDDD:]BB:SS.F[@VSLOT][,KEY=VALUE]…}, or {@code
 * bdf=} among the keys (xl-pci-configuration(5)).
 *
 * @param text the specification as it stands
 */
record PciSpec(String text) {
  /** xl reads the numbers with any count of digits (tools/libs/util/libxlu_pci.c). */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:0*([0-9a-f]{1,4}):)?0*([0-9a-f]{1,2}):0*([01]?[0-9a-f])\\.0*([0-7])",
          Pattern.CASE_INSENSITIVE);

  /** The function it names; nothing if it goes by a name or means all functions of a device. */
  Optional<Address> function() {
    String[] parts = text.split(",", -1);
    for (String part : parts) {
      String word = part.strip();
      if (word.startsWith("bdf=")) {
        return address(word.substring("bdf=".length()));
      }
    }
    String first = parts[0].strip();
    int slot = first.indexOf('@');
    return address(slot < 0 ? first : first.substring(0, slot));
  }

  private static Optional<Address> address(String word) {
    Matcher match = ADDRESS.matcher(word);
    return match.matches()
        ? Optional.of(
            new Address(
                match.group(1) == null ? 0 : Integer.parseInt(match.group(1), 16),
                Integer.parseInt(match.group(2), 16),
                Integer.parseInt(match.group(3), 16),
                Integer.parseInt(match.group(4), 16)))
        : Optional.empty();
  }
}
