package gangway.service.live;

import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import gangway.service.linux.SystemError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Files of /proc whose changes the kernel tells by POLLPRI: mounts, software RAID, swap
 * (mounts_poll, md_seq_poll and swaps_poll in Linux). A file that does not exist is looked for when
 * this source is opened again: {@code /proc/mdstat} appears with a module.
 */
final class ProcFileChanges implements PolledSource {
  private final List<ProcFile> files;
  private final Consumer<ProcFile> changed;
  private final Map<Descriptor, ProcFile> open = new LinkedHashMap<>();

  /**
   * @param changed is told which file changed
   */
  ProcFileChanges(List<ProcFile> files, Consumer<ProcFile> changed) {
    this.files = List.copyOf(files);
    this.changed = changed;
  }

  @Override
  public String name() {
    return "mounts, swap and RAID";
  }

  @Override
  public void open() throws SystemError {
    for (ProcFile file : files) {
      try {
        open.put(Descriptor.urgent(Linux.open(file.path().toString())), file);
      } catch (SystemError e) {
        if (e.number() != SystemError.ENOENT) {
          throw e;
        }
      }
    }
  }

  /** Whether a file did not exist when this source was opened. */
  boolean incomplete() {
    return open.size() < files.size();
  }

  @Override
  public List<Descriptor> descriptors() {
    return List.copyOf(open.keySet());
  }

  @Override
  public Set<Topic> ready(Descriptor descriptor, int events) throws IOException {
    ProcFile file = open.get(descriptor);
    if (file == null || (events & Descriptor.INVALID) != 0) {
      throw new IOException("poll: the descriptor is not valid");
    }
    calm(descriptor, file);
    changed.accept(file);
    return EnumSet.copyOf(file.topics());
  }

  /**
   * Most files tell a change once. Others tell it until they are read from the start, or opened
   * again; without that, the poller would never sleep.
   */
  private void calm(Descriptor descriptor, ProcFile file) throws IOException {
    Descriptor now = descriptor;
    if (calm(now)) {
      return;
    }
    now = Descriptor.urgent(Linux.open(file.path().toString()));
    open.remove(descriptor);
    Linux.close(descriptor.number());
    open.put(now, file);
    read(now);
    if (!calm(now)) {
      throw new IOException(file.path() + ": poll tells a change that does not end");
    }
  }

  private static boolean calm(Descriptor descriptor) throws SystemError {
    int events = Linux.poll(List.of(descriptor), 0)[0];
    return (events & (Descriptor.URGENT | Descriptor.ERROR | Descriptor.HANG_UP)) == 0;
  }

  private static void read(Descriptor descriptor) throws SystemError {
    ByteBuffer part = ByteBuffer.allocate(16 * 1024);
    for (int i = 0; i < 1000 && Linux.read(descriptor.number(), part); i++) {
      part.clear();
    }
  }

  @Override
  public void close() {
    open.keySet().forEach(descriptor -> Linux.close(descriptor.number()));
    open.clear();
  }
}
