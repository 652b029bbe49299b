package gangway.machine.capture;

import gangway.Problem;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The places in one folder that something was answered about. Of a capture that was read, they are
 * looked for when they are asked for: of thousands of folders a command needs a few, and of most of
 * those one place.
 */
final class Folder {
  /** As many questions are answered by reading a line for them alone; the next one reads it all. */
  private static final int FEW = 4;

  private final String path;
  private final Map<String, Place> places;
  private @Nullable FolderLine line;
  private int asked;

  /** One without places. */
  Folder(String path) {
    this.path = path;
    places = HashMap.newHashMap(4);
  }

  /** One whose places stand in a line. */
  Folder(FolderLine line) {
    this(line.path());
    this.line = line;
  }

  Place at(String name) {
    FolderLine written = line;
    if (written == null || asked == FEW) {
      return places().getOrDefault(name, Place.NOTHING);
    }
    asked++;
    try {
      return written.place(name).orElse(Place.NOTHING);
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
    FolderLine written = line;
    if (written != null) {
      line = null;
      try {
        places.putAll(written.places());
      } catch (IllegalArgumentException e) {
        throw damaged(e);
      }
    }
    return places;
  }

  private Problem damaged(IllegalArgumentException e) {
    return CaptureReader.damaged("what the capture tells of " + path, e);
  }
}
