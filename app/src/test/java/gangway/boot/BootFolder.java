package gangway.boot;

import gangway.machine.FolderMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a machine that say what is hidden at boot, in a folder. */
record BootFolder(Path root) {

  BootFolder put(String file, String text) {
    try {
      Path path = root.resolve(file.substring(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BootSettings settings() {
    return new BootSettingsReader(new FolderMachine(root)).read();
  }

  /** Makes changes, as they were planned: a file must be what the plan took it for. */
  void apply(List<FileEdit> edits) {
    try {
      for (FileEdit edit : edits) {
        Path path = root.resolve(edit.file().toString().substring(1));
        Optional<String> now =
            Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        if (!now.equals(edit.before())) {
          throw new IllegalStateException(edit.file() + " is not what it was planned from");
        }
        if (edit.after().isPresent()) {
          put(edit.file().toString(), edit.after().get());
        } else {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files with their text. */
  SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put("/" + root.relativize(file), Files.readString(file));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
