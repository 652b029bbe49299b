package gangway.plan;

import gangway.boot.FileEdit;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What an action does to a file by itself, without a program. */
public sealed interface FileChange {

  /** The file; of a renamed file, its new name. */
  Path file();

  /** All files that the change writes. */
  default Stream<Path> written() {
    return Stream.of(file());
  }

  /** The file gets another text, is created with a text, or is deleted; both texts are known. */
  record Edited(FileEdit edit) implements FileChange {
    @Override
    public Path file() {
      return edit.file();
    }
  }

  /** The file is deleted, with any content. */
  record Deleted(Path file) implements FileChange {}

  /** The file gets another name, with any content. */
  record Renamed(Path from, Path file) implements FileChange {
    @Override
    public Stream<Path> written() {
      return Stream.of(from, file);
    }
  }
}
