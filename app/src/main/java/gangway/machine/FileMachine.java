package gangway.machine;

import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Base of machines whose files are below a folder. */
public abstract class FileMachine implements Machine {
  private static final Path ROOT = Path.of("/");
  private static final String DEV = "/dev";

  /** A folder for each device, named by its number; uevent has the name of its node. */
  private static final Path NUMBERS = Path.of("/sys/dev");

  private static final String NAME = "DEVNAME=";
  private static final String DELETED = " (deleted)";
  private static final Path FIRST_PROCESS = Path.of("/proc/1");

  /** The link of a socket's descriptor: {@code socket:[4711]} (proc_pid_fd(5)). */
  private static final String SOCKET = "socket:[";

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
    Processes.folders(this).forEach(process -> openDevices(process, open));
    return open;
  }

  /** Ends as soon as each socket is found: the other processes that have it are relatives. */
  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    // a server can have 100,000 connections
    Map<String, SortedSet<String>> holders = new HashMap<>();
    inodes.forEach(inode -> holders.put(inode, new TreeSet<>()));
    int left = inodes.size();
    List<Path> processes = new ArrayList<>(left == 0 ? List.of() : Processes.folders(this));
    // last, because systemd keeps the sockets that it gave to services
    if (processes.remove(FIRST_PROCESS)) {
      processes.add(FIRST_PROCESS);
    }
    for (Path process : processes) {
      left -= holders(process, holders);
      if (left == 0) {
        break;
      }
    }
    return new TreeMap<>(holders);
  }

  /** Adds a process to the sockets that it has open; returns how many of them had no process. */
  private int holders(Path process, Map<String, SortedSet<String>> holders) {
    int found = 0;
    Path descriptors = process.resolve("fd");
    for (String descriptor : list(descriptors)) {
      String target = linkName(descriptors.resolve(descriptor)).orElse("");
      SortedSet<String> names =
          target.startsWith(SOCKET) && target.endsWith("]")
              ? holders.get(target.substring(SOCKET.length(), target.length() - 1))
              : null;
      if (names != null) {
        found += names.isEmpty() ? 1 : 0;
        names.add(Processes.name(this, process));
      }
    }
    return found;
  }

  private void openDevices(Path process, SortedMap<Path, SortedSet<String>> open) {
    Path descriptors = process.resolve("fd");
    // without root, the descriptors of other users' processes cannot be listed
    List<String> names = files.listIfPermitted(descriptors);
    if (names.isEmpty()) {
      return;
    }
    // a process in a chroot has its devices below it
    Path nodes = files.target(process.resolve("root")).orElse(ROOT).resolve("dev");
    for (String descriptor : names) {
      Path link = descriptors.resolve(descriptor);
      files
          .target(link)
          .filter(path -> path.startsWith(DEV) || path.startsWith(nodes))
          .flatMap(path -> node(link, path))
          .ifPresent(node ->
              open.computeIfAbsent(node, _ -> new TreeSet<>()).add(Processes.name(this, process)));
    }
  }

  /**
   * The node of an open file. The link has the name by which the process opened the device, in a
   * container or a chroot another one than dom0's, and the kernel appends {@code (deleted)} to the
   * name of a deleted node; so the number of the device gives its name.
   */
  private Optional<Path> node(Path link, Path target) {
    Optional<DeviceNumber> number = files.device(link);
    if (number.isEmpty() && files.whole()) {
      return Optional.empty(); // a file in memory, or the process has ended
    }
    String name = target.toString();
    return number
        .filter(known -> !known.virtual())
        .flatMap(known ->
            lines(NUMBERS.resolve(known.folder()).resolve("uevent")).stream()
                .filter(line -> line.startsWith(NAME))
                .map(line -> Path.of(DEV, line.substring(NAME.length())))
                .findFirst())
        .or(() ->
            Optional.of(
                    name.endsWith(DELETED)
                        ? Path.of(name.substring(0, name.length() - DELETED.length()))
                        : target)
                .filter(path -> path.startsWith(DEV)));
  }
}
