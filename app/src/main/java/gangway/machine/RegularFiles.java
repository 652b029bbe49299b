package gangway.machine;

import gangway.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Collects the regular files below a folder of a machine; links to folders are not followed. */
final class RegularFiles extends SimpleFileVisitor<Path> {
  /** The maximum number of entries, because larger searches are mistakes. */
  private static final int MAX_ENTRIES = 100_000;

  private final FileTree tree;
  private final Path start;
  private final Path top;
  private final List<Path> files = new ArrayList<>();
  private int entries;

  /**
   * @param start the folder or file, as a path on the machine
   * @param top the same path on the local machine
   */
  RegularFiles(FileTree tree, Path start, Path top) {
    this.tree = tree;
    this.start = start;
    this.top = top;
  }

  List<Path> sorted() {
    return files.stream().sorted().toList();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
    count();
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
    count();
    Path named = named(file);
    if (is.isRegularFile() || (is.isSymbolicLink() && tree.isFile(named))) {
      files.add(named);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException why) {
    if (!Absence.proven(named(file), why)) {
      throw FileTree.unreadable(named(file), why);
    }
    // the file was deleted after its name was read
    return FileVisitResult.CONTINUE;
  }

  private Path named(Path file) {
    return start.resolve(top.relativize(file));
  }

  private void count() {
    if (++entries > MAX_ENTRIES) {
      throw Problem.refused(
          "more than %,d files and folders are below %s".formatted(MAX_ENTRIES, start),
          "name the folders that contain saved guests");
    }
  }
}
