package gangway.host;

import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xenstore.XenStore;
import gangway.xenstore.XenStoreView;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * A machine that lists its folders, and XenStore its nodes, in another order. The real machine
 * sorts names, but XenStore does not, and numbers in names depend on the order of detection.
 */
public record ReorderedMachine(Machine machine, Random random) implements Machine {

  private <T> List<T> reordered(List<T> names) {
    List<T> other = new ArrayList<>(names);
    Collections.shuffle(other, random);
    return other;
  }

  @Override
  public List<String> list(Path folder) {
    return reordered(machine.list(folder));
  }

  @Override
  public List<Path> filesBelow(Path start) {
    return reordered(machine.filesBelow(start));
  }

  @Override
  public Optional<XenStore> xenStore() {
    return machine.xenStore().map(Reordered::new);
  }

  /** XenStore in another order. */
  private final class Reordered implements XenStore {
    private final XenStore store;

    Reordered(XenStore store) {
      this.store = store;
    }

    @Override
    public Optional<String> read(String path) {
      return store.read(path);
    }

    @Override
    public List<String> list(String path) {
      return reordered(store.list(path));
    }

    @Override
    public <T> T consistently(Function<XenStoreView, T> look) {
      return look.apply(this);
    }

    @Override
    public <T> Optional<T> await(
        List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
      return store.await(paths, limit, _ -> look.apply(this));
    }
  }

  @Override
  public Clock clock() {
    return machine.clock();
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return machine.readBytes(file);
  }

  @Override
  public Optional<SeekableByteChannel> open(Path file) {
    return machine.open(file);
  }

  @Override
  public Optional<String> linkName(Path link) {
    return machine.linkName(link);
  }

  @Override
  public Optional<Path> real(Path path) {
    return machine.real(path);
  }

  @Override
  public boolean exists(Path path) {
    return machine.exists(path);
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return machine.modified(file);
  }

  @Override
  public Optional<Result> ask(Command command) {
    return machine.ask(command);
  }

  @Override
  public Optional<String> sshConnection() {
    return machine.sshConnection();
  }

  @Override
  public SortedMap<Path, SortedSet<String>> openDevices() {
    return machine.openDevices();
  }

  @Override
  public SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes) {
    return machine.socketHolders(inodes);
  }

  @Override
  public Optional<String> otherWriters(Path file, StickyFolders sticky) {
    return machine.otherWriters(file, sticky);
  }

  @Override
  public boolean root() {
    return machine.root();
  }
}
