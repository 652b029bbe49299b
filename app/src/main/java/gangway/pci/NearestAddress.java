package gangway.pci;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Suggests the function that a mistyped address may mean. Only functions on the bus in the text are
 * suggested: a function on another bus is another device.
 */
final class NearestAddress {
  /** The digits of a domain; a bus has fewer. */
  private static final Pattern DOMAIN = Pattern.compile("[0-9a-fA-F]{4,7}[:._-]");

  /** Domain and bus of an address, however they are separated; a bus may have a zero too many. */
  private static final Pattern BUS =
      Pattern.compile("([0-9a-fA-F]{4,7})[:._-]+0?([0-9a-fA-F]{1,2})[:._-].*");

  private NearestAddress() {}

  static Optional<String> to(String text, PciFunctions functions) {
    String whole = DOMAIN.matcher(text).lookingAt() ? text : "0000:" + text;
    Matcher matcher = BUS.matcher(whole);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int domain = HexFormat.fromHexDigits(matcher.group(1));
    int bus = HexFormat.fromHexDigits(matcher.group(2));
    return EditDistance.nearest(
        whole, functions.onBuses(domain, bus, bus).map(function -> function.address().toString()));
  }
}
