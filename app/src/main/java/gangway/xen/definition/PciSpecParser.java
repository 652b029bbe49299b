package gangway.xen.definition;

import gangway.pci.PciAddress;
import gangway.xen.definition.PciSpec.Target;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Parses a specification exactly as xl 4.17 does (tools/libs/util/libxlu_pci.c in Xen's sources).
 * xl also accepts numbers of any length and sign, blanks before them, and any text after the
 * address in {@code bdf=}.
 */
final class PciSpecParser {
  private final String text;
  private boolean permissive;
  private boolean messages;
  private boolean power;
  private boolean seize;
  private boolean relaxed;
  private OptionalInt slot = OptionalInt.empty();
  private Optional<Target> address = Optional.empty();
  private Optional<Target> name = Optional.empty();

  PciSpecParser(String text, PciOptions unsaid) {
    this.text = text;
    permissive = unsaid.permissive();
    messages = unsaid.messages();
    power = unsaid.power();
    seize = unsaid.seize();
    relaxed = unsaid.relaxed();
  }

  Optional<PciSpec> parse() {
    CNumbers first = new CNumbers(text, 0);
    address = address(first);
    int at = 0;
    if (address.isPresent()) {
      if (first.skip('@') && !slot(first)) {
        return Optional.empty();
      }
      if (!first.skip(',') && !first.atEnd()) {
        return Optional.empty();
      }
      at = first.at();
    }
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      int comma = equals < 0 ? -1 : text.indexOf(',', equals);
      int end = comma < 0 ? text.length() : comma;
      if (equals < 0 || !option(text.substring(at, equals), text.substring(equals + 1, end))) {
        return Optional.empty();
      }
      at = Math.min(end + 1, text.length());
    }
    return address.isPresent() == name.isPresent()
        ? Optional.empty()
        : address
            .or(() -> name)
            .map(target ->
                new PciSpec(
                    target, slot, new PciOptions(permissive, messages, power, seize, relaxed)));
  }

  /** Parses an option; false if xl does not know the key or the value. */
  private boolean option(String key, String value) {
    switch (key) {
      case "permissive" -> permissive = isSet(value);
      case "msitranslate" -> messages = isSet(value);
      case "power_mgmt" -> power = isSet(value);
      case "seize" -> seize = isSet(value);
      case "name" -> name = Optional.of(new Target.Named(value));
      case "vslot" -> {
        return slot(new CNumbers(value, 0));
      }
      case "rdm_policy" -> {
        String policy = value.toLowerCase(Locale.ROOT);
        relaxed = policy.equals("relaxed");
        return relaxed || policy.equals("strict");
      }
      case "bdf" -> {
        Optional<Target> other = address(new CNumbers(value, 0));
        address = other.or(() -> address);
        return other.isPresent();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean isSet(String value) {
    return new CNumbers(value, 0).decimal() != 0;
  }

  /** For slot 0, libxl chooses the slot. */
  private boolean slot(CNumbers numbers) {
    OptionalInt number = below(0x20, numbers);
    slot = number.stream().filter(n -> n > 0).findAny();
    return number.isPresent();
  }

  /**
   * Parses an address: two or three numbers separated by colons, a dot, and a number or an
   * asterisk. Without a function number, xl 4.17 itself aborts.
   */
  private static Optional<Target> address(CNumbers numbers) {
    int colons = numbers.colonsAhead();
    if (colons != 1 && colons != 2) {
      return Optional.empty();
    }
    OptionalInt domain = OptionalInt.of(0);
    if (colons == 2) {
      domain = below(0x10000, numbers);
      numbers.skip(':');
    }
    OptionalInt bus = below(0x100, numbers);
    boolean colon = numbers.skip(':');
    OptionalInt device = below(0x20, numbers);
    if (domain.isEmpty() || bus.isEmpty() || !colon || device.isEmpty() || !numbers.skip('.')) {
      return Optional.empty();
    }
    boolean all = numbers.skip('*');
    OptionalInt function = all ? OptionalInt.of(0) : below(8, numbers);
    if (function.isEmpty()) {
      return Optional.empty();
    }
    PciAddress address =
        new PciAddress(domain.getAsInt(), bus.getAsInt(), device.getAsInt(), function.getAsInt());
    return Optional.of(all ? new Target.All(address) : new Target.One(address));
  }

  private static OptionalInt below(int bound, CNumbers numbers) {
    OptionalInt number = numbers.hexadecimal();
    return number.isPresent() && number.getAsInt() >= 0 && number.getAsInt() < bound
        ? number
        : OptionalInt.empty();
  }
}
