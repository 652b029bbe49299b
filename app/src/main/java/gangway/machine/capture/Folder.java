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
 * The recorded places in one folder. In a capture that was read from a file, they are parsed on
 * demand: a command needs only a few of thousands of folders, and usually one place in each.
 */
final class Folder {
  /** So many queries search the line for one place; the next query finds all places in it. */
  private static final int FEW = 4;

  private final String path;
  private final Map<String, Place> places;
  private @Nullable FolderLine line;
  private Map<String, byte[]> texts = Map.of();
  private int asked;

  /** A folder without places. */
  Folder(String path) {
    this.path = path;
    places = HashMap.newHashMap(4);
  }

  /** A folder whose places are in a line. */
  Folder(FolderLine line) {
    this(line.path());
    this.line = line;
  }

  Place at(String name) {
    FolderLine written = line;
    if (written == null) {
      return places.getOrDefault(name, Place.NOTHING);
    }
    if (asked++ == FEW) {
      texts = written.texts().orElseGet(Map::of);
    }
    try {
      if (!texts.isEmpty()) {
        byte[] text = texts.get(name);
        return text == null ? Place.NOTHING : FolderLine.read(text);
      }
      return asked > FEW
          ? places().getOrDefault(name, Place.NOTHING)
          : written.place(name).orElse(Place.NOTHING);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  void change(String name, UnaryOperator<Place> change) {
    places().put(name, change.apply(at(name)));
  }

  /** All places, by name. */
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
      texts = Map.of();
      try {
        places.putAll(written.places());
      } catch (IllegalArgumentException e) {
        throw damaged(e);
      }
    }
    return places;
  }

  private Problem damaged(IllegalArgumentException e) {
    return CaptureReader.damaged("the capture's entry for " + path, e);
  }
}
