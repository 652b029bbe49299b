package gangway.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What machines have in common whose files can be read below some folder. */
public abstract class FileMachine implements Machine {
  private final FileTree files;

  protected FileMachine(Path root) {
    files = new FileTree(root);
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return files.readBytes(file);
  }

  @Override
  public List<String> list(Path folder) {
    return files.list(folder);
  }

  @Override
  public Optional<String> linkName(Path link) {
    return files.linkName(link);
  }

  @Override
  public Optional<Path> real(Path path) {
    return files.real(path);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }
}
