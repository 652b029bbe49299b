package gangway.toolstack;

import gangway.pci.Address;
import java.util.Optional;

/**
 * A function as xl's configuration names it: {@code [DDDD:]BB:SS.F[@VSLOT][,KEY=VALUE]…}, or {@code
 * bdf=} among the keys (xl-pci-configuration(5)).
 *
 * @param text the specification as it stands
 */
record PciSpec(String text) {

  /** The function it names; nothing if it goes by a name or means all functions of a device. */
  Optional<Address> function() {
    for (String part : text.split(",")) {
      String word = part.strip();
      if (word.startsWith("bdf=")) {
        return Address.parse(word.substring("bdf=".length()));
      }
    }
    String first = text.split(",")[0].strip();
    int slot = first.indexOf('@');
    return Address.parse(slot < 0 ? first : first.substring(0, slot));
  }
}
