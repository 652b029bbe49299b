package gangway.host;

import gangway.Text;
import gangway.boot.initramfs.Initramfs;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The space in the file systems to which operations write.
 *
 * @param bytes the free bytes in the file systems of some folders, as far as known
 * @param readOnly the folders in read-only file systems
 * @param initramfs the size in bytes of the largest initramfs; a rebuild needs this much space in
 *     addition to the old one; 0 without an initramfs
 */
public record FreeSpace(Map<Path, Long> bytes, Set<Path> readOnly, long initramfs) {
  /** The folder of the journal. */
  public static final Path STATE = Path.of("/var/lib");

  /** Needed bytes: journal and settings take some kilobytes; the rest is a reserve. */
  public static final long LITTLE = 1024 * 1024;

  /** The folder of the settings. */
  public static final Path SETTINGS = Path.of("/etc");

  /** The folder of the initramfs. */
  public static final Path BOOT = Path.of("/boot");

  /** The column "Available" of df -P (POSIX): file system, blocks, used, available, ... */
  private static final int AVAILABLE = 3;

  /** A limit above every current file system; below it, a number of KiB times 1024 fits a long. */
  private static final int MAX_DIGITS = 15;

  public FreeSpace {
    bytes = Map.copyOf(bytes);
    readOnly = Set.copyOf(readOnly);
  }

  /**
   * Reads it.
   *
   * @param configuration the folder of the boot loader's configuration, if it can be changed
   */
  static FreeSpace read(
      Machine machine, Optional<Initramfs> imageTool, Optional<Path> configuration) {
    MountTable mounts = MountTable.read(machine);
    Optional<Path> separate =
        configuration.filter(
            folder -> !mount(machine, mounts, folder).equals(mount(machine, mounts, BOOT)));
    List<Path> folders =
        Stream.concat(Stream.of(STATE, SETTINGS, BOOT), separate.stream())
            .filter(machine::exists)
            .toList();
    Map<Path, Long> bytes = in(machine, folders);
    if (separate.isEmpty() && bytes.containsKey(BOOT)) {
      configuration.ifPresent(folder -> bytes.put(folder, bytes.get(BOOT)));
    }
    Stream<Path> written =
        mounts.mounts().stream().anyMatch(MountTable.Mount::readOnly)
            ? Stream.concat(folders.stream(), configuration.stream())
            : Stream.empty();
    Set<Path> readOnly =
        written
            .filter(folder ->
                mount(machine, mounts, folder).filter(MountTable.Mount::readOnly).isPresent())
            .collect(Collectors.toSet());
    long initramfs =
        lines(machine, List.of("stat", "-L", "-c", "%s"), images(machine, imageTool)).stream()
            .flatMapToLong(size -> Text.longDigits(size, MAX_DIGITS).stream())
            .max()
            .orElse(0);
    return new FreeSpace(bytes, readOnly, initramfs);
  }

  private static Optional<MountTable.Mount> mount(Machine machine, MountTable mounts, Path folder) {
    return mounts.having(machine.real(folder).orElse(folder));
  }

  private static List<Path> images(Machine machine, Optional<Initramfs> imageTool) {
    return imageTool.map(tool -> tool.images(machine)).orElse(List.of());
  }

  /** The free bytes in the file systems of folders, as far as {@code df} tells them. */
  public static Map<Path, Long> in(Machine machine, List<Path> folders) {
    List<String> rows = lines(machine, List.of("df", "-P", "-k"), folders);
    Map<Path, Long> bytes = new HashMap<>();
    for (int i = 0; i + 1 < rows.size() && i < folders.size(); i++) {
      Path folder = folders.get(i);
      available(rows.get(i + 1)).ifPresent(free -> bytes.put(folder, free));
    }
    return bytes;
  }

  /** The free bytes in a line of {@code df -P -k}; empty if the line does not tell them. */
  public static OptionalLong available(String row) {
    String[] columns = row.split(" +");
    OptionalLong kibibytes =
        columns.length > AVAILABLE
            ? Text.longDigits(columns[AVAILABLE], MAX_DIGITS)
            : OptionalLong.empty();
    return kibibytes.isPresent()
        ? OptionalLong.of(kibibytes.getAsLong() * 1024)
        : OptionalLong.empty();
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
