package gangway.machine;

import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Base of machines whose files are below a folder. */
public abstract class FileMachine implements Machine {
  private static final Path PROC = Path.of("/proc");

  private final FileTree files;

  protected FileMachine(Path root) {
    files = new FileTree(root);
  }

  @Override
  public Clock clock() {
    return new LiveClock();
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return files.readBytes(file);
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    return files.open(file);
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
  public Optional<Instant> modified(Path file) {
    return files.modified(file);
  }

  @Override
  public List<Path> filesBelow(Path start) {
    return files.filesBelow(start);
  }

  /** Files have no SSH connection. */
  @Override
  public Optional<String> sshConnection() {
    return Optional.empty();
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    SortedMap<Path, SortedSet<String>> open = new TreeMap<>();
    for (String process : list(PROC)) {
      if (Character.isDigit(process.charAt(0))) {
        openDevices(PROC.resolve(process), open);
      }
    }
    return open;
  }

  private void openDevices(Path process, SortedMap<Path, SortedSet<String>> open) {
    Path descriptors = process.resolve("fd");
    // without root, the descriptors of other users' processes cannot be listed
    for (String descriptor : files.listIfPermitted(descriptors)) {
      Optional<Path> file = files.target(descriptors.resolve(descriptor));
      if (file.filter(path -> path.startsWith("/dev")).isPresent()) {
        open.computeIfAbsent(file.get(), _ -> new TreeSet<>())
            .add(read(process.resolve("comm")).map(String::strip).orElse("?"));
      }
    }
  }
}
