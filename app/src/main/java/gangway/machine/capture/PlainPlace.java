package gangway.machine.capture;

import java.util.Map;
import java.util.Optional;

/**
 * A JSON object with the names in a folder, or with the target or the real path of a link. A host
 * has thousands of such places, and starting a parser for each would be slow.
 */
final class PlainPlace {
  private PlainPlace() {}

  /**
   * The place of an object; empty if the object needs a parser.
   *
   * @throws IllegalArgumentException if a name or a path is invalid
   */
  static Optional<Place> read(byte[] json) {
    if (json.length < 2 || json[0] != '{') {
      return Optional.empty();
    }
    Optional<Map<String, byte[]>> members = new PlainObject(json, 1).distinctValues();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    String names = null;
    String link = null;
    String real = null;
    for (Map.Entry<String, byte[]> member : members.get().entrySet()) {
      Optional<String> text = PlainString.read(member.getValue());
      if (text.isEmpty()) {
        return Optional.empty();
      }
      switch (member.getKey()) {
        case "list" -> names = Place.names(text.get());
        case "link" -> link = Place.names(text.get());
        case "real" -> real = Place.path(text.get());
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Place(null, null, names, link, real, false, null));
  }
}
