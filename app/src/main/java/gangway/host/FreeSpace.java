package gangway.host;

import gangway.Text;
import gangway.boot.initramfs.Initramfs;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much can still be written where hand-overs write.
 *
 * @param bytes what is free in the file systems of some folders; of those that could be asked
 * @param initramfs the size in bytes of the largest initramfs: making one anew takes as much beside
 *     the old one; 0 if there is none
 */
public record FreeSpace(Map<Path, Long> bytes, long initramfs) {
  /** Where journals, settings and the initramfs lie. */
  public static final Path STATE = Path.of("/var/lib");

  public static final Path SETTINGS = Path.of("/etc");
  public static final Path BOOT = Path.of("/boot");

  /** The column "Available" of df -P (POSIX): file system, blocks, used, available, ... */
  private static final int AVAILABLE = 3;

  /** No file system of today has more bytes; a number of KiB times 1024 does not overflow. */
  private static final int MOST_DIGITS = 15;

  public FreeSpace {
    bytes = Map.copyOf(bytes);
  }

  static FreeSpace read(Machine machine, Initramfs generator) {
    List<Path> folders = Stream.of(STATE, SETTINGS, BOOT).filter(machine::exists).toList();
    Map<Path, Long> bytes = in(machine, folders);
    long initramfs =
        lines(machine, List.of("stat", "-L", "-c", "%s"), generator.images(machine)).stream()
            .flatMapToLong(size -> Text.longDigits(size, MOST_DIGITS).stream())
            .max()
            .orElse(0);
    return new FreeSpace(bytes, initramfs);
  }

  /** What is free in the file systems of folders; of those that could be asked. */
  public static Map<Path, Long> in(Machine machine, List<Path> folders) {
    List<String> rows = lines(machine, List.of("df", "-P", "-k"), folders);
    Map<Path, Long> bytes = new HashMap<>();
    for (int i = 0; i + 1 < rows.size() && i < folders.size(); i++) {
      String[] columns = rows.get(i + 1).split(" +");
      Path folder = folders.get(i);
      if (columns.length > AVAILABLE) {
        Text.longDigits(columns[AVAILABLE], MOST_DIGITS)
            .ifPresent(kibibytes -> bytes.put(folder, kibibytes * 1024));
      }
    }
    return bytes;
  }

  private static List<String> lines(Machine machine, List<String> words, List<Path> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    String[] all =
        Stream.concat(words.stream(), files.stream().map(Path::toString)).toArray(String[]::new);
    return machine
        .ask(Command.of(all))
        .filter(Result::ok)
        .map(result -> result.out().lines().toList())
        .orElse(List.of());
  }
}
