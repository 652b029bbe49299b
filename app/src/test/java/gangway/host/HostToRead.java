package gangway.host;

import gangway.host.CallFault.Call;
import gangway.machine.Machine;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A host as far as it is read from files. Every method is written out: a call that a base class
 * passed on would not be able to fail.
 */
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

  /** The files, without calls of the program. */
  Machine files() {
    return files;
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return faults.read("readBytes", file, () -> files.readBytes(file));
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    return faults
        .read("open", file, () -> files.open(file))
        .map(opened -> new CalledChannel(opened, file.toString(), faults.calls()));
  }

  @Override
  public List<String> list(Path folder) {
    return faults.read("list", folder, () -> files.list(folder));
  }

  @Override
  public Optional<String> linkName(Path link) {
    return faults.read("linkName", link, () -> files.linkName(link));
  }

  @Override
  public Optional<Path> real(Path path) {
    return faults.read("real", path, () -> files.real(path));
  }

  @Override
  public boolean exists(Path path) {
    return faults.read("exists", path, () -> files.exists(path));
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return faults.read("modified", file, () -> files.modified(file));
  }

  @Override
  public Optional<String> otherWriters(Path file, StickyFolders sticky) {
    return faults.read("otherWriters", file, () -> files.otherWriters(file, sticky));
  }

  @Override
  public List<Path> filesBelow(Path start) {
    return faults.read("filesBelow", start, () -> files.filesBelow(start));
  }

  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    return faults.calls().make(Call.READ, "sockets", () -> files.socketHolders(inodes));
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    return faults.calls().make(Call.READ, "openDevices", files::openDevices);
  }
}
