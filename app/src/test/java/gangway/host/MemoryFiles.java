package gangway.host;

import gangway.machine.Clock;
import gangway.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a test host in memory. Tests with hundreds of hosts need a tenth of the time. */
final class MemoryFiles implements HostFiles {
  /** The number of links that Linux follows in one path (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  /** An entry of a folder. */
  sealed interface Node {
    /**
     * A regular file.
     *
     * @param content a character for each byte
     */
    record File(String content, Instant modified) implements Node {
      byte[] bytes() {
        return content.getBytes(StandardCharsets.ISO_8859_1);
      }
    }

    record Link(String target) implements Node {}

    record Folder(SortedMap<String, Node> nodes) implements Node {
      Folder() {
        this(new TreeMap<>());
      }
    }
  }

  /** An existing file, folder or link, and its path without links. */
  record Found(List<String> path, Node node) {}

  private final Clock clock;
  private final Node.Folder root = new Node.Folder();

  MemoryFiles(Clock clock) {
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  /** The entry at a path; all links are followed. */
  Optional<Found> followed(String path) {
    return walk(path, true, false);
  }

  /** The entry at a path; a link in the last place is not followed. */
  Optional<Found> found(String path) {
    return walk(path, false, false);
  }

  /**
   * @param toTheEnd whether a link in the last place is followed too
   * @param making whether missing folders are created
   */
  private Optional<Found> walk(String path, boolean toTheEnd, boolean making) {
    Deque<String> left = new ArrayDeque<>();
    push(path, left);
    List<String> names = new ArrayList<>();
    List<Node.Folder> folders = new ArrayList<>(List.of(root));
    int links = 0;
    while (!left.isEmpty()) {
      if (folders.size() == names.size()) {
        return Optional.empty(); // below a file
      }
      String name = left.pop();
      if (name.equals("..")) {
        if (!names.isEmpty()) {
          names.removeLast();
          folders.removeLast();
        }
        continue;
      }
      SortedMap<String, Node> nodes = folders.getLast().nodes();
      Node next = making ? nodes.computeIfAbsent(name, _ -> new Node.Folder()) : nodes.get(name);
      if (next == null) {
        return Optional.empty();
      }
      if (next instanceof Node.Link(String target) && !(left.isEmpty() && !toTheEnd)) {
        if (links++ == MAX_LINKS) {
          return Optional.empty();
        }
        if (target.startsWith("/")) {
          names.clear();
          folders.subList(1, folders.size()).clear();
        }
        push(target, left);
        continue;
      }
      names.add(name);
      if (next instanceof Node.Folder folder) {
        folders.add(folder);
      } else if (!left.isEmpty()) {
        return Optional.empty();
      } else {
        return Optional.of(new Found(names, next));
      }
    }
    return Optional.of(new Found(names, folders.getLast()));
  }

  private static void push(String path, Deque<String> left) {
    int end = path.length();
    for (int i = end - 1; i >= -1; i--) {
      if (i < 0 || path.charAt(i) == '/') {
        String name = path.substring(i + 1, end);
        if (!name.isEmpty() && !name.equals(".")) {
          left.push(name);
        }
        end = i;
      }
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private Node.Folder parentOf(String path, boolean making) {
    return walk(parent(path), true, making)
        .map(Found::node)
        .filter(Node.Folder.class::isInstance)
        .map(Node.Folder.class::cast)
        .orElseThrow(() -> new IllegalStateException("this folder cannot be created: " + path));
  }

  @Override
  public Machine machine() {
    return new MemoryMachine(this);
  }

  @Override
  public void put(String file, byte[] content) {
    Node.Folder folder = parentOf(file, true);
    Node before = folder.nodes().get(name(file));
    if (before instanceof Node.Link(String target)) {
      put(target.startsWith("/") ? target : parent(file) + "/" + target, content);
    } else if (before instanceof Node.Folder) {
      throw new IllegalStateException(file + " is a folder");
    } else {
      folder
          .nodes()
          .put(
              name(file),
              new Node.File(new String(content, StandardCharsets.ISO_8859_1), clock.now()));
    }
  }

  @Override
  public void link(String link, String target) {
    if (parentOf(link, true)
            .nodes()
            .putIfAbsent(name(link), new Node.Link(Path.of(target).toString()))
        != null) {
      throw new IllegalStateException(link + " exists already");
    }
  }

  @Override
  public void folder(String folder) {
    parentOf(folder + "/", true);
  }

  @Override
  public void without(String path) {
    if (parentOf(path, false).nodes().remove(name(path)) == null) {
      throw new IllegalStateException(path + " does not exist");
    }
  }

  @Override
  public void delete(String path) {
    found(path)
        .map(Found::node)
        .ifPresent(node -> {
          if (node instanceof Node.Folder folder && !folder.nodes().isEmpty()) {
            throw new IllegalStateException(path + " is not empty");
          }
          without(path);
        });
  }

  @Override
  public void move(String from, String to) {
    Node node = found(from).orElseThrow().node();
    without(from);
    parentOf(to, true).nodes().put(name(to), node);
  }

  @Override
  public boolean exists(String path) {
    return found(path).isPresent();
  }

  @Override
  public void modified(String file, Instant when) {
    Node.File before = file(file);
    parentOf(file, false).nodes().put(name(file), new Node.File(before.content(), when));
  }

  private Node.File file(String file) {
    if (followed(file).orElseThrow().node() instanceof Node.File is) {
      return is;
    }
    throw new IllegalStateException(file + " is not a file");
  }

  @Override
  public byte[] bytes(String file) {
    return file(file).bytes();
  }

  @Override
  public SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>();
    collect("", root, all);
    return all;
  }

  private static void collect(String path, Node node, SortedMap<String, String> all) {
    switch (node) {
      case Node.File(String content, Instant _) -> all.put(path, content);
      case Node.Link(String target) -> all.put(path, "-> " + target);
      case Node.Folder(var nodes) ->
          nodes.forEach((name, below) -> collect(path + "/" + name, below, all));
    }
  }
}
