package gangway.machine;

import gangway.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The files of a machine, rooted at a folder: {@code /} for the machine one is on.
 *
 * @param root the folder that stands for the machine's {@code /}
 */
record FileTree(Path root) {

  Optional<byte[]> readBytes(Path file) {
    try {
      return Optional.of(Files.readAllBytes(below(file)));
    } catch (AccessDeniedException e) {
      throw unreadable(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  List<String> list(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(below(folder))) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (AccessDeniedException e) {
      throw unreadable(folder);
    } catch (IOException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  Optional<String> linkName(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(below(link)).getFileName().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<Path> real(Path path) {
    try {
      Path top = root.toRealPath();
      Path real = below(path).toRealPath();
      return real.startsWith(top)
          ? Optional.of(Path.of("/").resolve(top.relativize(real)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean exists(Path path) {
    return Files.exists(below(path), LinkOption.NOFOLLOW_LINKS);
  }

  private Path below(Path path) {
    return root.getNameCount() == 0 ? path : root.resolve(path.getRoot().relativize(path));
  }

  private static Problem unreadable(Path path) {
    return Problem.refused(path + " may not be read", "run the command as root");
  }
}
