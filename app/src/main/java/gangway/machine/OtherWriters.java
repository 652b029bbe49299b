package gangway.machine;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds out whether users other than the trusted ones can change a file, or can put another file in
 * its place: they own the file or a folder on the way to it, or may write there.
 *
 * @param trusted the IDs of the trusted users: root's
 */
record OtherWriters(Set<Integer> trusted) {
  static final OtherWriters THAN_ROOT = new OtherWriters(Set.of(0));

  OtherWriters {
    trusted = Set.copyOf(trusted);
  }

  /**
   * What other users can change, for the administrator; empty if only trusted users can change the
   * file. A missing file depends on its folders only.
   */
  Optional<String> of(Path file, Machine.StickyFolders sticky) {
    List<PathPart> way = new ArrayList<>();
    try {
      new LinkWalk(Path.of("/"))
          .end(file.toAbsolutePath(), true, path -> way.add(PathPart.of(path)));
      return of(way, true, sticky);
    } catch (NoSuchFileException | NotDirectoryException missing) {
      return of(way, false, sticky);
    } catch (IOException e) {
      return of(way, true, sticky)
          .or(() ->
              Optional.of("the owner and mode of " + file + " cannot be read: " + e.getMessage()));
    }
  }

  /**
   * What other users can change on the way to a file.
   *
   * @param way what exists of the way, from {@code /} on
   * @param exists whether the way ends with the file; if not, with the folder that lacks the next
   *     name
   */
  Optional<String> of(List<PathPart> way, boolean exists, Machine.StickyFolders sticky) {
    return IntStream.range(0, way.size())
        .mapToObj(i -> of(way.get(i), exists || i < way.size() - 1, sticky))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> of(PathPart part, boolean hasNext, Machine.StickyFolders sticky) {
    if (!trusted.contains(part.owner()) && !part.ownedAsByRoot()) {
      return Optional.of(
          "%s belongs to the user with the ID %d".formatted(part.path(), part.owner()));
    }
    boolean kept =
        part.stickyFolder()
            && switch (sticky) {
              case TRUSTED -> true;
              case TRUSTED_IF_FILE_EXISTS -> hasNext;
              case DISTRUSTED -> false;
            };
    return part.writableByOthers() && !kept
        ? Optional.of(
            "%s has mode %s, so users other than root may write to it"
                .formatted(part.path(), part.permissions()))
        : Optional.empty();
  }
}
