package gangway.service.live;

import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import gangway.service.linux.SystemError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Files of the administrator and of the toolstacks, by inotify(7).
 *
 * <p>The watch of inotify stays with a folder when another one gets its name. So the folders on the
 * way to each watched folder are watched too, for the names on that way, and the links on the way
 * as well as the folders that they lead to. When one of these names changes, everything is watched
 * again, and everything counts as changed. In a folder that is watched with the folders in it,
 * files that links lead to are watched where they are, because definitions of guests are often such
 * links.
 *
 * <p>Java's own WatchService is built on inotify too, but it does not tell when a watched folder is
 * renamed, and it needs a thread of its own.
 */
final class FileChanges implements PolledSource {
  private static final int MODIFY = 0x2;
  private static final int ATTRIB = 0x4;
  private static final int CLOSE_WRITE = 0x8;
  private static final int NAMES = 0x40 | 0x80 | 0x100 | 0x200; // moved from, to; create, delete
  private static final int SELF = 0x400 | 0x800; // delete, move
  private static final int UNMOUNT = 0x2000;
  private static final int OVERFLOW = 0x4000;
  private static final int IGNORED = 0x8000;
  private static final int ADD_TO_MASK = 0x2000_0000;

  // without IN_ONLYDIR, which would mount an automatic mount point, such as /boot
  private static final int ON_THE_WAY = NAMES | SELF | ADD_TO_MASK;
  private static final int ALL_OF_FILES = ON_THE_WAY | MODIFY | ATTRIB | CLOSE_WRITE;

  private static final int BYTES = 64 * 1024;
  private static final int HEADER = 16;

  /** How often the events are read before other sources are looked at. */
  private static final int AT_ONCE = 1000;

  private final List<WatchedFolder> folders;
  private final Consumer<Path> changed;
  private final Map<Integer, Watch> watches = new HashMap<>();
  private Optional<Integer> inotify = Optional.empty();

  /** Why a folder is watched; one folder can have several reasons. */
  private static final class Watch {
    /** Names on the way to watched folders. */
    private final Set<String> way = new HashSet<>();

    private final List<WatchedFolder> watched = new ArrayList<>();

    /** The folder is in these folders. */
    private final List<WatchedFolder> outer = new ArrayList<>();

    private boolean onlyInner() {
      return way.isEmpty() && watched.isEmpty();
    }
  }

  /**
   * @param changed is told each watched folder with a change
   */
  FileChanges(List<WatchedFolder> folders, Consumer<Path> changed) {
    this.folders = List.copyOf(folders);
    this.changed = changed;
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public void open() throws IOException {
    inotify = Optional.of(Linux.inotify());
    for (WatchedFolder folder : folders) {
      watch(folder);
      // a link on the way can lead to another place, where the folder can be replaced
      Optional<Path> real = real(folder.path());
      if (real.isPresent() && !real.get().equals(folder.path())) {
        watchWay(real.get());
      }
      for (Path file : folder.inner().isEmpty() ? List.<Path>of() : linked(folder)) {
        String name = file.getFileName().toString();
        Path parent = file.getParent();
        if (parent != null) {
          watch(new WatchedFolder(parent, Set.of(name), folder.topics(), Set.of()));
        }
      }
    }
  }

  private void watch(WatchedFolder folder) throws IOException {
    Optional<Watch> watch =
        watchWay(folder.path()) ? add(folder.path(), ALL_OF_FILES) : Optional.empty();
    if (watch.isEmpty()) {
      return;
    }
    watch.get().watched.add(folder);
    if (!folder.inner().isEmpty()) {
      for (Path entry : entries(folder.path())) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          watchInner(entry, folder);
        }
      }
    }
  }

  private void watchInner(Path path, WatchedFolder outer) throws IOException {
    Optional<Watch> watch = add(path, ALL_OF_FILES);
    if (watch.isPresent() && !watch.get().outer.contains(outer)) {
      watch.get().outer.add(outer);
    }
  }

  /** Watches the folders above a path, from the root on, up to the first one that is missing. */
  private boolean watchWay(Path path) throws IOException {
    Path folder = Path.of("/");
    for (Path name : path) {
      Optional<Watch> watch = add(folder, ON_THE_WAY);
      if (watch.isEmpty()) {
        return false;
      }
      watch.get().way.add(name.toString());
      folder = folder.resolve(name);
      if (Files.isSymbolicLink(folder) && !Files.exists(folder)) {
        throw new IOException(folder + ": the link leads to nothing, or in a circle");
      }
    }
    return true;
  }

  /** Empty if there is no such folder. */
  private Optional<Watch> add(Path folder, int mask) throws SystemError {
    try {
      int number = Linux.watch(inotify.orElseThrow(), folder.toString(), mask);
      return Optional.of(watches.computeIfAbsent(number, _ -> new Watch()));
    } catch (SystemError e) {
      if (e.number() == SystemError.ENOENT || e.number() == SystemError.ENOTDIR) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<Path> real(Path path) throws IOException {
    try {
      return Optional.of(path.toRealPath());
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /** The files that links in a folder lead to. */
  private static List<Path> linked(WatchedFolder folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path entry : entries(folder.path())) {
      if (folder.matters(entry.getFileName().toString()) && Files.isSymbolicLink(entry)) {
        Path target = folder.path().resolve(Files.readSymbolicLink(entry)).normalize();
        files.add(real(entry).orElse(target));
      }
    }
    return files;
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      List<Path> all = new ArrayList<>();
      entries.forEach(all::add);
      return all;
    } catch (NoSuchFileException | NotDirectoryException missing) {
      return List.of();
    }
  }

  @Override
  public List<Descriptor> descriptors() {
    return inotify.map(Descriptor::readable).stream().toList();
  }

  @Override
  public Set<Topic> ready(Descriptor descriptor, int events) throws IOException {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    Set<Path> paths = new HashSet<>();
    ByteBuffer data = ByteBuffer.allocate(BYTES);
    boolean again = false;
    for (int i = 0; i < AT_ONCE && !again && Linux.read(descriptor.number(), data); i++) {
      while (data.remaining() >= HEADER) {
        int number = data.getInt();
        int mask = data.getInt();
        data.getInt(); // connects the two halves of a move
        byte[] name = new byte[data.getInt()];
        data.get(name);
        again |= changes(number, mask, text(name), topics, paths);
      }
    }
    if (again) {
      close();
      open();
      topics.addAll(Topic.ALL);
      folders.forEach(folder -> paths.add(folder.path()));
    }
    paths.forEach(changed);
    return topics;
  }

  /** The name in an event ends with one NUL or more. */
  private static String text(byte[] name) {
    String text = new String(name, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Adds what an event changed; returns whether everything must be watched again. */
  private boolean changes(int number, int mask, String name, Set<Topic> topics, Set<Path> paths)
      throws IOException {
    Watch watch = watches.get(number);
    if ((mask & OVERFLOW) != 0) {
      return true;
    }
    if (watch == null) {
      return false; // a folder that is gone
    }
    for (WatchedFolder outer : watch.outer) {
      topics.addAll(outer.inner());
      paths.add(outer.path());
    }
    if ((mask & (SELF | UNMOUNT | IGNORED)) != 0) {
      watches.remove(number);
      // a folder that was moved away keeps its watch otherwise
      Linux.unwatch(inotify.orElseThrow(), number);
      return !watch.onlyInner();
    }
    boolean again = (mask & NAMES) != 0 && watch.way.contains(name);
    for (WatchedFolder folder : watch.watched) {
      if (folder.matters(name)) {
        topics.addAll(folder.topics());
        paths.add(folder.path());
        if ((mask & NAMES) != 0) {
          Path entry = folder.path().resolve(name);
          again |= !folder.inner().isEmpty() && Files.isSymbolicLink(entry);
          if (!folder.inner().isEmpty() && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            watchInner(entry, folder);
          }
        }
      }
    }
    return again;
  }

  @Override
  public void close() {
    inotify.ifPresent(Linux::close);
    inotify = Optional.empty();
    watches.clear();
  }
}
