package gangway.boot;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** modprobe's files, of which some are about pciback, before or after some edits. */
record PcibackFiles(Dialect dialect, Map<Path, ModprobeFile> files) {
  PcibackFiles {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  static PcibackFiles of(Dialect dialect, List<ModprobeFile> files) {
    return new PcibackFiles(
        dialect,
        files.stream()
            .collect(
                Collectors.toMap(
                    ModprobeFile::path, Function.identity(), (one, _) -> one, LinkedHashMap::new)));
  }

  /** The files after some edits; edits of other files do not matter. */
  PcibackFiles after(List<FileEdit> edits) {
    Map<Path, ModprobeFile> after = new LinkedHashMap<>(files);
    for (FileEdit edit : edits) {
      if (after.remove(edit.file()) != null || edit.file().equals(dialect.file())) {
        edit.after().ifPresent(text -> after.put(edit.file(), new ModprobeFile(edit.file(), text)));
      }
    }
    return new PcibackFiles(dialect, after);
  }

  /**
   * The files that load pciback first, or with its list; none if no list hides anything.
   *
   * @param settings the lists that are set; those on the kernel command line count, too
   */
  Stream<Path> needed(List<HideSetting> settings) {
    boolean hides =
        Stream.concat(
                files.values().stream()
                    .flatMap(file -> file.statements().stream())
                    .flatMap(statement -> statement.hides().stream()),
                settings.stream().filter(HideSetting::onCommandLine).map(HideSetting::list))
            .anyMatch(list -> !list.isEmpty());
    return files.values().stream().filter(file -> hides && isNeeded(file)).map(ModprobeFile::path);
  }

  /**
   * The administrator's files in {@code /etc} that images must contain and that some edits leave as
   * they are, as edits that change nothing. Where a tool puts the files of packages depends on the
   * system.
   *
   * @param needed the files that images must contain
   */
  List<FileEdit> kept(List<Path> needed, List<FileEdit> edits) {
    return files.values().stream()
        .filter(file -> needed.contains(file.path()) && file.path().startsWith("/etc"))
        .filter(file -> edits.stream().noneMatch(edit -> edit.file().equals(file.path())))
        .map(file -> new FileEdit(file.path(), Optional.of(file.text()), Optional.of(file.text())))
        .toList();
  }

  private boolean isNeeded(ModprobeFile file) {
    return file.statements().stream()
        .anyMatch(one -> one.hides().isPresent() || one.loads(dialect::isPciback));
  }

  /** The devices that Gangway's file records. */
  ListedDevices recorded() {
    ModprobeFile file = files.get(Dialect.MODPROBE_D.file());
    return file == null ? ListedDevices.NONE : ListedDevices.of(file);
  }
}
