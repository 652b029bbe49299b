package gangway.xenstore;

import java.util.List;
import java.util.Optional;

/**
 * XenStore's tree as seen at one moment.
 *
 * <p>Paths are absolute ({@code /local/domain/0/name}). Values are what any domain may have written
 * below its own directory: treat them as hostile.
 */
public interface XenStoreView {

  /**
   * The value at a path, or nothing if the path does not exist. Bytes that are not UTF-8, and
   * zeros, are replaced.
   */
  Optional<String> read(String path);

  /** The names of a path's children, in XenStore's order; empty if the path does not exist. */
  List<String> list(String path);
}
