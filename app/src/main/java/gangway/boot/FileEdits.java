package gangway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Changes of files that are being planned; each further change of a file of modprobe applies to the
 * text after the earlier ones.
 */
final class FileEdits {
  private final List<ModprobeFile> files;
  private final Map<Path, ModprobeFile> changed = new LinkedHashMap<>();
  private final List<FileEdit> others = new ArrayList<>();

  /**
   * No changes yet.
   *
   * @param files modprobe's files as they are
   */
  FileEdits(List<ModprobeFile> files) {
    this.files = files;
  }

  /** Changes a file of modprobe. */
  void change(Path path, UnaryOperator<ModprobeFile> how) {
    ModprobeFile now = changed.computeIfAbsent(path, p -> file(p).orElse(new ModprobeFile(p, "")));
    ModprobeFile then = how.apply(now);
    if (now.text().isEmpty() && !then.text().isEmpty() && path.equals(Dialect.MODPROBE_D.file())) {
      then = new ModprobeFile(path, BootSettings.HEADER + "\n" + then.text());
    }
    changed.put(path, then);
  }

  /** Changes another file; a change that changes nothing is left out. */
  void add(FileEdit edit) {
    if (!edit.before().equals(edit.after())) {
      others.add(edit);
    }
  }

  List<FileEdit> made() {
    List<FileEdit> edits = new ArrayList<>();
    for (ModprobeFile then : changed.values()) {
      Optional<String> before = file(then.path()).map(ModprobeFile::text);
      boolean ours = then.path().equals(Dialect.MODPROBE_D.file());
      boolean nothingLeft = then.text().replace(BootSettings.HEADER, "").isBlank();
      Optional<String> after = nothingLeft && ours ? Optional.empty() : Optional.of(then.text());
      if (!then.text().equals(before.orElse(""))) {
        edits.add(new FileEdit(then.path(), before, after));
      }
    }
    edits.addAll(others);
    return edits;
  }

  private Optional<ModprobeFile> file(Path path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }
}
