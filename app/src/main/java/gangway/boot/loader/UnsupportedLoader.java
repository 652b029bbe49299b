package gangway.boot.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A boot loader whose configuration Gangway does not change.
 *
 * @param why what was found, a clause
 * @param known what its configuration says, if it can be read
 */
record UnsupportedLoader(String why, Optional<BootEntries> known) implements BootLoader {
  @Override
  public Optional<String> obstacle() {
    return Optional.of(why);
  }

  @Override
  public Optional<List<String>> commandLines() {
    return known.map(BootEntries::commandLines);
  }

  @Override
  public Path configuration() {
    throw new IllegalStateException(why);
  }
}
