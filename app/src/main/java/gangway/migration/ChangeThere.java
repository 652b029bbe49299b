package gangway.migration;

import gangway.json.JsonLine;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A device of another host that is not the recorded one, from the output of {@code gangway hardware
 * --json} there (docs/json.md).
 *
 * @param kind {@code added}, {@code removed}, {@code moved} or {@code changed}
 * @param to the addresses at which the recorded device is or may be
 */
record ChangeThere(String kind, PciAddress address, List<PciAddress> to) {
  ChangeThere {
    to = List.copyOf(to);
  }

  /**
   * Whether another device than the recorded one is, or may be, at the address. A kind that this
   * version does not know is one of these.
   */
  boolean isOther() {
    return switch (kind) {
      case "added" -> false;
      case "moved" -> !to.contains(address);
      default -> true;
    };
  }

  /** Parses the output; throws {@link IllegalArgumentException} if it is malformed. */
  static List<ChangeThere> parse(String answer) {
    return TheirJson.array(answer, "changes", ChangeThere::change);
  }

  private static ChangeThere change(JsonLine json) {
    String kind = "";
    Optional<PciAddress> address = Optional.empty();
    List<PciAddress> to = new ArrayList<>();
    json.object();
    for (String member : json.members()) {
      switch (member) {
        case "kind" -> kind = json.string();
        case "address" -> address = PciAddress.parse(json.string());
        case "to" ->
            json.array(json::string).forEach(text -> PciAddress.parse(text).ifPresent(to::add));
        default -> json.skip();
      }
    }
    return new ChangeThere(kind, address.orElseThrow(IllegalArgumentException::new), to);
  }
}
