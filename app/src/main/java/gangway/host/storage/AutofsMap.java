package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A map of automount(8) in a file: {@code KEY [-OPTIONS] LOCATION} (autofs(5)). A location on this
 * machine begins with a colon, {@code :/dev/sdb1}. The key of a direct map is the mount point, and
 * that of an indirect map a name below it. Maps that a program, NIS or LDAP has are not read.
 */
final class AutofsMap {
  private static final Path FOLDER = Path.of("/etc");

  /** A word; a blank in quotes does not end it. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

  private final Machine machine;
  private final Set<Path> read = new HashSet<>();
  private final List<Entry> entries = new ArrayList<>();

  private AutofsMap(Machine machine) {
    this.machine = machine;
  }

  /**
   * A location on this machine.
   *
   * @param source what is mounted: a device, or a folder
   */
  record Entry(String key, String source) {}

  /**
   * The locations on this machine.
   *
   * @param source the source of the autofs mount: the path of the map, or its name
   */
  static List<Entry> read(Machine machine, String source) {
    AutofsMap map = new AutofsMap(machine);
    map.add(source);
    return List.copyOf(map.entries);
  }

  private void add(String source) {
    Path file = FOLDER.resolve(source.replaceFirst("^file:", ""));
    if (read.add(file)) {
      machine
          .read(file)
          .ifPresent(
              text -> text.replace("\\\n", " ").lines().map(String::strip).forEach(this::line));
    }
  }

  private void line(String line) {
    if (line.startsWith("+")) {
      add(line.substring(1));
    } else if (!line.startsWith("#")) {
      List<String> words =
          WORD.matcher(line).results().map(word -> word.group().replace("\"", "")).toList();
      for (String word : words.subList(Math.min(1, words.size()), words.size())) {
        if (word.startsWith(":")) {
          String key = words.getFirst();
          entries.add(new Entry(key, word.substring(1).replace("&", key)));
        }
      }
    }
  }
}
