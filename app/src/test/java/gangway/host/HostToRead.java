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
  private final FaultInjection faults;

  /**
   * @param faults each read passes there, and can fail
   */
  HostToRead(Machine files, FaultInjection faults) {
    this.files = files;
    this.faults = faults;
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    faults.read("readBytes", file);
    return files.readBytes(file);
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    faults.read("open", file);
    return files.open(file);
  }

  @Override
  public List<String> list(Path folder) {
    faults.read("list", folder);
    return files.list(folder);
  }

  @Override
  public Optional<String> linkName(Path link) {
    faults.read("linkName", link);
    return files.linkName(link);
  }

  @Override
  public Optional<Path> real(Path path) {
    faults.read("real", path);
    return files.real(path);
  }

  @Override
  public boolean exists(Path path) {
    faults.read("exists", path);
    return files.exists(path);
  }

  @Override
  public Optional<Instant> modified(Path file) {
    faults.read("modified", file);
    return files.modified(file);
  }

  @Override
  public Optional<String> otherWriters(Path file, StickyFolders sticky) {
    faults.read("otherWriters", file);
    return files.otherWriters(file, sticky);
  }

  @Override
  public List<Path> filesBelow(Path start) {
    faults.read("filesBelow", start);
    return files.filesBelow(start);
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    faults.call("openDevices");
    return files.openDevices();
  }
}
