package gangway.machine.capture;

import gangway.json.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line about a folder: the kind, the path, {@code "holds"} and the places by name. Nearly all
 * lines of a capture are of this kind, and of most only the path is ever used. So lines in the form
 * of {@link CaptureWriter} are searched byte by byte; other forms go to the parser.
 *
 * <p>See docs/decisions/0016-captures-are-read-lazily.md.
 */
final class FolderLine {
  /** The tree of a folder. */
  enum Kind {
    FILES,
    XENSTORE
  }

  private static final byte[] FILES = bytes("{\"folder\":\"");
  private static final byte[] XENSTORE = bytes("{\"xenstore\":\"");
  private static final byte[] HOLDS = bytes("\",\"holds\":{");

  private final String path;
  private final byte[] line;
  private final Optional<PlainObject> places;

  private FolderLine(String path, byte[] line, Optional<PlainObject> places) {
    this.path = path;
    this.line = line;
    this.places = places;
  }

  /** A line whose path was read by the parser. */
  static FolderLine parsed(String path, byte[] line) {
    return new FolderLine(path, line, Optional.empty());
  }

  /** A line that needs no parser up to its places; empty if the line has another form. */
  static Optional<FolderLine> plain(Kind kind, byte[] line) {
    byte[] start =
        switch (kind) {
          case FILES -> FILES;
          case XENSTORE -> XENSTORE;
        };
    if (!hasAt(0, start, line)) {
      return Optional.empty();
    }
    int from = start.length;
    int end = from;
    while (end < line.length && plain(line[end])) {
      end++;
    }
    if (!hasAt(end, HOLDS, line)) {
      return Optional.empty();
    }
    String path = new String(line, from, end - from, StandardCharsets.US_ASCII);
    return Optional.of(
        new FolderLine(path, line, Optional.of(new PlainObject(line, end + HOLDS.length))));
  }

  String path() {
    return path;
  }

  /**
   * The answers about a place. If the line has the name twice, the first one counts.
   *
   * @throws IllegalArgumentException if the line up to it is damaged
   */
  Optional<Place> place(String name) {
    Optional<PlainObject.Member> member = places.flatMap(object -> object.find(name));
    if (member.isPresent()) {
      return member.get().value().map(FolderLine::read);
    }
    JsonLine json = held();
    for (Optional<String> next = name(json); next.isPresent(); next = name(json)) {
      if (next.get().equals(name)) {
        Place place = Place.read(json);
        // the rest must be JSON
        name(json);
        return Optional.of(place);
      }
      json.skip();
    }
    return Optional.empty();
  }

  /** The texts of all places, by name; empty if the line needs a parser. */
  Optional<Map<String, byte[]>> texts() {
    return places.flatMap(PlainObject::values);
  }

  /**
   * All places, by name.
   *
   * @throws IllegalArgumentException if the line is damaged
   */
  Map<String, Place> places() {
    Map<String, Place> all = new HashMap<>();
    JsonLine json = held();
    for (Optional<String> next = name(json); next.isPresent(); next = name(json)) {
      all.putIfAbsent(next.get(), Place.read(json));
    }
    return all;
  }

  /**
   * A place from its text.
   *
   * @throws IllegalArgumentException if the text is damaged
   */
  static Place read(byte[] value) {
    return PlainString.read(value)
        .map(Place::ofText)
        .or(() -> PlainPlace.read(value))
        .orElseGet(() -> Place.read(new JsonLine(value)));
  }

  /** The line, parsed up to the first place. */
  private JsonLine held() {
    JsonLine json = new JsonLine(line);
    json.object();
    json.member();
    json.skip();
    json.member("holds");
    json.object();
    return json;
  }

  /** The name of the next place. */
  private static Optional<String> name(JsonLine json) {
    Optional<String> name = json.member();
    if (name.filter(n -> n.indexOf('/') >= 0 || n.indexOf('\0') >= 0).isPresent()) {
      throw new IllegalArgumentException("invalid name");
    }
    return name;
  }

  /** Whether a character stands for itself inside a string. */
  private static boolean plain(byte letter) {
    return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\';
  }

  private static boolean hasAt(int at, byte[] wanted, byte[] line) {
    return at + wanted.length <= line.length
        && Arrays.equals(line, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
