package gangway.machine;

import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A machine whose files lie below a folder; no command can be asked of it, nor XenStore. */
public final class FolderMachine implements Machine {
  private final FileTree files;

  public FolderMachine(Path folder) {
    files = new FileTree(folder);
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

  @Override
  public Optional<Result> ask(Command command) {
    return Optional.empty();
  }

  @Override
  public Optional<XenStore> xenStore() {
    return Optional.empty();
  }

  @Override
  public boolean root() {
    return true;
  }
}
