package gangway.machine.capture;

import gangway.Problem;
import gangway.json.JsonLine;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The places in one folder that something was answered about. Of a capture that was read, they are
 * looked for when they are asked for: of thousands of folders a command needs a few, and of most of
 * those one place. Where one is told twice, what is told first counts.
 */
final class Folder {
  /** As many questions are answered by reading a line for them alone; the next one reads it all. */
  private static final int FEW = 4;

  private final String path;
  private final Map<String, Place> places;
  private byte @Nullable [] line;
  private int asked;

  /** One without places. */
  Folder(String path) {
    this.path = path;
    places = HashMap.newHashMap(4);
  }

  /** One whose places stand in a line, after its kind and its path. */
  Folder(String path, byte[] line) {
    this(path);
    this.line = line;
  }

  Place at(String name) {
    byte[] written = line;
    if (written == null || asked == FEW) {
      return places().getOrDefault(name, Place.NOTHING);
    }
    asked++;
    try (JsonLine json = held(written)) {
      for (Optional<String> next = name(json); next.isPresent(); next = name(json)) {
        if (next.get().equals(name)) {
          return Place.read(json);
        }
        json.skip();
      }
      return Place.NOTHING;
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  void change(String name, UnaryOperator<Place> change) {
    places().put(name, change.apply(at(name)));
  }

  /** All of them, by name. */
  SortedMap<String, Place> all() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(places()));
  }

  int size() {
    return places().size();
  }

  private Map<String, Place> places() {
    byte[] written = line;
    if (written != null) {
      line = null;
      try (JsonLine json = held(written)) {
        for (Optional<String> next = name(json); next.isPresent(); next = name(json)) {
          places.putIfAbsent(next.get(), Place.read(json));
        }
      } catch (IllegalArgumentException e) {
        throw damaged(e);
      }
    }
    return places;
  }

  /** A line read up to the first of the folder's places. */
  private static JsonLine held(byte[] written) {
    JsonLine json = new JsonLine(written);
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
      throw new IllegalArgumentException("a name in it is none");
    }
    return name;
  }

  private Problem damaged(IllegalArgumentException e) {
    return CaptureReader.damaged("what the capture tells of " + path, e);
  }
}
