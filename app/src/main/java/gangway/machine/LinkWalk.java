package gangway.machine;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Resolves a path as the kernel does, one name after the other, because each symbolic link leads
 * elsewhere (path_resolution(7)).
 *
 * @param root the folder that represents the machine's {@code /}: an absolute link starts there,
 *     and no link leads out of the folder
 */
record LinkWalk(Path root) {
  /** The number of symbolic links that Linux follows in one path. */
  private static final int MAX_LINKS = 40;

  /** Receives each folder, link and file on the way, in the order of the kernel. */
  interface Visitor {
    void at(Path path) throws IOException;
  }

  /**
   * The path without links. It need not exist, unless the visitor requires that.
   *
   * @param toTheEnd whether a link in the last place is followed too
   * @throws FileSystemLoopException if there are too many links
   */
  Path end(Path path, boolean toTheEnd, Visitor visitor) throws IOException {
    Deque<Path> left = new ArrayDeque<>();
    path.forEach(left::add);
    Path at = root;
    visitor.at(at);
    int links = 0;
    while (!left.isEmpty()) {
      Path name = left.pop();
      if (name.toString().equals(".")) {
        continue;
      }
      if (name.toString().equals("..")) {
        at = at.equals(root) ? root : Optional.ofNullable(at.getParent()).orElse(root);
        continue;
      }
      Path next = at.resolve(name);
      visitor.at(next);
      if (!Files.isSymbolicLink(next) || (left.isEmpty() && !toTheEnd)) {
        at = next;
      } else if (links++ == MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      } else {
        Path target = Files.readSymbolicLink(next);
        at = target.isAbsolute() ? root : at;
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
          left.push(target.getName(i));
        }
      }
    }
    return at;
  }
}
