package gangway.host;

import gangway.host.MemoryFiles.Found;
import gangway.host.MemoryFiles.Node;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xenstore.XenStore;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A machine that has files in memory and runs no commands. */
record MemoryMachine(MemoryFiles files) implements Machine {
  @Override
  public Clock clock() {
    return files.clock();
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return files
        .followed(file.toString())
        .flatMap(found ->
            found.node() instanceof Node.File is ? Optional.of(is.bytes()) : Optional.empty());
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    return readBytes(file).map(BytesChannel::new);
  }

  @Override
  public List<String> list(Path folder) {
    return files
        .followed(folder.toString())
        .flatMap(found ->
            found.node() instanceof Node.Folder(var nodes, _)
                ? Optional.of(List.copyOf(nodes.keySet()))
                : Optional.empty())
        .orElse(List.of());
  }

  @Override
  public Optional<String> linkName(Path link) {
    return target(link).map(Path::getFileName).map(Path::toString);
  }

  private Optional<Path> target(Path link) {
    return files
        .found(link.toString())
        .flatMap(found ->
            found.node() instanceof Node.Link(String target)
                ? Optional.of(Path.of(target))
                : Optional.empty());
  }

  @Override
  public Optional<Path> real(Path path) {
    return files
        .followed(path.toString())
        .map(Found::path)
        .map(names -> Path.of("/" + String.join("/", names)));
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path.toString());
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return files
        .followed(file.toString())
        .flatMap(found ->
            found.node() instanceof Node.File is ? Optional.of(is.modified()) : Optional.empty());
  }

  /** All files and folders belong to root, so only their modes count; links are followed. */
  @Override
  public Optional<String> otherWriters(Path file, StickyFolders sticky) {
    return Stream.concat(folders(file), real(file).stream().flatMap(MemoryMachine::folders))
        .filter(path -> files.followed(path.toString()).isPresent())
        .filter(path -> writableByOthers(path, file, sticky))
        .map(path -> "%s has mode %s".formatted(path, files.mode(path.toString())))
        .findFirst();
  }

  /** The folders on the way to a path, and the path. */
  private static Stream<Path> folders(Path path) {
    return IntStream.rangeClosed(1, path.getNameCount())
        .mapToObj(names -> Path.of("/").resolve(path.subpath(0, names)));
  }

  /** A sticky folder has the mode {@code rwxrwxrwt}. */
  private boolean writableByOthers(Path path, Path file, StickyFolders sticky) {
    String mode = files.mode(path.toString());
    boolean kept =
        mode.endsWith("t")
            && switch (sticky) {
              case TRUSTED -> true;
              case TRUSTED_IF_FILE_EXISTS -> exists(file);
              case DISTRUSTED -> false;
            };
    return mode.matches("....w....|.......w.") && !kept;
  }

  @Override
  public List<Path> filesBelow(Path start) {
    Stream<Path> below =
        list(start).stream()
            .map(start::resolve)
            .filter(path -> linkName(path).isEmpty() || readBytes(path).isPresent())
            .flatMap(path -> filesBelow(path).stream());
    return readBytes(start).isPresent() ? List.of(start) : below.sorted().toList();
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
  public Optional<String> sshConnection() {
    return Optional.empty();
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    SortedMap<Path, SortedSet<String>> open = new TreeMap<>();
    for (String name : list(Path.of("/proc"))) {
      Path process = Path.of("/proc", name);
      for (String descriptor : list(process.resolve("fd"))) {
        target(process.resolve("fd").resolve(descriptor))
            .filter(file -> file.startsWith("/dev"))
            .map(file -> Path.of(file.toString().replaceFirst(" \\(deleted\\)$", "")))
            .ifPresent(file ->
                open.computeIfAbsent(file, _ -> new TreeSet<>())
                    .add(read(process.resolve("comm")).map(String::strip).orElse("?")));
      }
    }
    return open;
  }

  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    SortedMap<String, SortedSet<String>> holders = new TreeMap<>();
    inodes.forEach(inode -> holders.put(inode, new TreeSet<>()));
    for (String name : list(Path.of("/proc"))) {
      Path process = Path.of("/proc", name);
      for (String descriptor : list(process.resolve("fd"))) {
        String link = linkName(process.resolve("fd").resolve(descriptor)).orElse("");
        String inode = link.replaceFirst("^socket:\\[(.*)]$", "$1");
        if (holders.containsKey(inode)) {
          holders.get(inode).add(read(process.resolve("comm")).map(String::strip).orElse("?"));
        }
      }
    }
    return holders;
  }

  @Override
  public boolean root() {
    return true;
  }
}
