package gangway.machine.capture;

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
 * The places in one folder that something was answered about. Those of a capture that was read are
 * looked at when the first of them is asked for: of thousands of folders a command needs a few.
 */
final class Folder {
  private final String path;
  private final Map<String, Place> places;
  private byte @Nullable [] line;

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
    return places().getOrDefault(name, Place.NOTHING);
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
      try {
        read(new JsonLine(written));
      } catch (IllegalArgumentException e) {
        throw CaptureReader.damaged("what the capture tells of " + path, e);
      }
    }
    return places;
  }

  private void read(JsonLine json) {
    json.object();
    json.member();
    json.skip();
    json.member("holds");
    json.object();
    for (Optional<String> name = json.member(); name.isPresent(); name = json.member()) {
      if (name.get().indexOf('/') >= 0 || name.get().indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a name in it is none");
      }
      places.put(name.get(), Place.read(json));
    }
  }
}
