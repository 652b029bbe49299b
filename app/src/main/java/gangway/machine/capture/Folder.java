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
 *
 * <p>Several threads may ask: the service answers several requests about a captured host at a time.
 */
final class Folder {
  /** So many queries search the line for one place; the next query finds all places in it. */
  private static final int FEW = 4;

  private final String path;

  /** All places or, as long as there is a line, those that were parsed. */
  private final Map<String, Place> places;

  /** The line, until all its places are parsed. */
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

  synchronized Place at(String name) {
    FolderLine written = line;
    Place known = places.get(name);
    if (known != null || written == null) {
      return known == null ? Place.NOTHING : known;
    }
    if (asked++ == FEW) {
      texts = written.texts().orElseGet(Map::of);
    }
    try {
      if (asked > FEW && texts.isEmpty()) {
        return places().getOrDefault(name, Place.NOTHING);
      }
      Place found = texts.isEmpty() ? written.place(name).orElse(null) : parsed(texts.get(name));
      if (found == null) {
        return Place.NOTHING;
      }
      places.put(name, found);
      return found;
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private static @Nullable Place parsed(byte @Nullable [] text) {
    return text == null ? null : FolderLine.read(text);
  }

  synchronized void change(String name, UnaryOperator<Place> change) {
    places().put(name, change.apply(at(name)));
  }

  /** All places, by name. */
  synchronized SortedMap<String, Place> all() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(places()));
  }

  synchronized int size() {
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
