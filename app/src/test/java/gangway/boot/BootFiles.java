package gangway.boot;

import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.FakeClock;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xenstore.XenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** A machine in memory that has the files which say what is hidden at boot, and no others. */
final class BootFiles implements Machine {
  private final SortedMap<String, String> files = new TreeMap<>();
  private final Map<Path, Path> links = new HashMap<>();

  BootFiles put(String file, String text) {
    files.put(file, text);
    return this;
  }

  /** Makes a path lead to another one. */
  BootFiles link(String link, String target) {
    links.put(Path.of(link), Path.of(target));
    return this;
  }

  @Override
  public Clock clock() {
    return new FakeClock();
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return Optional.empty();
  }

  @Override
  public List<Path> filesBelow(Path start) {
    return List.of();
  }

  @Override
  public Optional<String> sshConnection() {
    return Optional.empty();
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    return new TreeMap<>();
  }

  BootSettings settings() {
    return new BootSettingsReader(this).read();
  }

  /** Makes changes, as they were planned: a file must be what the plan took it for. */
  void apply(List<FileEdit> edits) {
    for (FileEdit edit : edits) {
      String file = edit.file().toString();
      if (!read(edit.file()).equals(edit.before())) {
        throw new IllegalStateException(file + " is not what it was planned from");
      }
      edit.after().ifPresentOrElse(text -> files.put(file, text), () -> files.remove(file));
    }
  }

  /** All files with their text. */
  SortedMap<String, String> files() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** Writes the files below a folder. */
  void writeTo(Path folder) {
    files.forEach((file, text) -> {
      try {
        Path path = folder.resolve(file.substring(1));
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return Optional.ofNullable(files.get(file.toString()))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> list(Path folder) {
    return files.keySet().stream()
        .map(Path::of)
        .filter(file -> folder.equals(file.getParent()))
        .map(file -> file.getFileName().toString())
        .toList();
  }

  @Override
  public Optional<Path> real(Path path) {
    return exists(path) ? Optional.of(links.getOrDefault(path, path)) : Optional.empty();
  }

  @Override
  public boolean exists(Path path) {
    return links.containsKey(path) || files.containsKey(path.toString());
  }

  @Override
  public Optional<String> linkName(Path link) {
    return Optional.ofNullable(links.get(link)).map(target -> target.getFileName().toString());
  }

  @Override
  public Optional<Result> ask(Command command) {
    throw new AssertionError("nothing is asked for boot settings: " + command);
  }

  @Override
  public Optional<XenStore> xenStore() {
    return Optional.empty();
  }

  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    return new TreeMap<>();
  }

  @Override
  public boolean root() {
    return true;
  }
}
