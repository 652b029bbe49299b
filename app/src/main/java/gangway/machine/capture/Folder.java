package gangway.machine.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The places in one folder that something was answered about. Those of a capture that was read are
 * looked at when they are asked for, and not before.
 */
final class Folder {
  private final String path;
  private final Map<String, Object> places;
  private byte @Nullable [] line;
  private int start;

  /** Where in the line a place's answers start. */
  private record Written(int at) {}

  /** One without places. */
  Folder(String path) {
    this.path = path;
    places = HashMap.newHashMap(4);
  }

  /**
   * One whose places stand in a line.
   *
   * @param start where the object of them starts
   */
  Folder(String path, byte[] line, int start) {
    this(path);
    this.line = line;
    this.start = start;
  }

  Place at(String name) {
    Object place = index().get(name);
    return switch (place) {
      case Place known -> known;
      case Written(int at) -> read(name, at);
      case null, default -> Place.NOTHING;
    };
  }

  void change(String name, UnaryOperator<Place> change) {
    index().put(name, change.apply(at(name)));
  }

  /** All of them, by name. */
  SortedMap<String, Place> all() {
    SortedMap<String, Place> all = new TreeMap<>();
    index().keySet().forEach(name -> all.put(name, at(name)));
    return all;
  }

  int size() {
    return index().size();
  }

  private Map<String, Object> index() {
    byte[] written = line;
    if (written != null && places.isEmpty()) {
      try {
        JsonCursor cursor = new JsonCursor(written, start);
        cursor.expect('{');
        for (boolean first = true; cursor.member(first); first = false) {
          String name = cursor.name();
          if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name in it is none");
          }
          cursor.next();
          places.put(name, new Written(cursor.position()));
          cursor.skipValue();
        }
      } catch (IllegalArgumentException e) {
        throw CaptureReader.damaged("what the capture tells of " + path, e);
      }
    }
    return places;
  }

  private Place read(String name, int at) {
    if (line == null) {
      throw new IllegalStateException("nothing is written of " + name);
    }
    try {
      Place place = Place.read(new JsonCursor(line, at));
      places.put(name, place);
      return place;
    } catch (IllegalArgumentException e) {
      throw CaptureReader.damaged("what the capture tells of " + path + "/" + name, e);
    }
  }
}
