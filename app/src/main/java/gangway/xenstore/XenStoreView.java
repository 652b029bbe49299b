package gangway.xenstore;

import java.util.List;
import java.util.Optional;

/**
 * XenStore's tree at one moment.
 *
 * <p>Paths are absolute ({@code /local/domain/0/name}). Values are not trusted, because every
 * domain can write below its own directory.
 */
public interface XenStoreView {

  /**
   * The value at a path; empty if the path does not exist. Bytes that are not UTF-8, and NUL, are
   * replaced.
   */
  Optional<String> read(String path);

  /** The names of a path's children, in XenStore's order; empty if the path does not exist. */
  List<String> list(String path);
}
