package gangway.host;

import gangway.machine.Machine;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** A host as far as it is read from files. */
abstract class HostToRead implements Machine {
  private final Machine files;

  HostToRead(Machine files) {
    this.files = files;
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return files.readBytes(file);
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    return files.open(file);
  }

  @Override
  public List<String> list(Path folder) {
    return files.list(folder);
  }

  @Override
  public Optional<String> linkName(Path link) {
    return files.linkName(link);
  }

  @Override
  public Optional<Path> real(Path path) {
    return files.real(path);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return files.modified(file);
  }

  @Override
  public Optional<String> otherWriters(Path file, StickyFolders sticky) {
    return files.otherWriters(file, sticky);
  }

  @Override
  public List<Path> filesBelow(Path start) {
    return files.filesBelow(start);
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    return files.openDevices();
  }
}
