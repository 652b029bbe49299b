package gangway.guest;

import gangway.machine.Command;
import gangway.machine.Ssh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a guest's system is: a running guest, a folder, or a disk. */
public sealed interface GuestSystem {
  /** An emulated guest can take a minute to generate the configuration of GRUB. */
  Duration LIMIT = Duration.ofMinutes(5);

  /** The command that runs the script on the system, with these arguments. */
  Command script(List<String> words);

  /** The option that names the system on the command line: {@code --ssh debian}. */
  List<String> option();

  /** The command that reports the state of the system. */
  default Command look(GuestKind kind) {
    return script(List.of("look", kind.word()));
  }

  /** The command that adds the missing settings. */
  default Command prepare(GuestKind kind) {
    return script(List.of("prepare", kind.word()));
  }

  /**
   * The command that removes the settings that {@link #prepare} added.
   *
   * @param parts {@code boot}, {@code grub}
   */
  default Command remove(GuestKind kind, List<String> parts) {
    return script(Stream.concat(Stream.of("remove", kind.word()), parts.stream()).toList());
  }

  private static Command command(List<String> before, List<String> words, List<String> after) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of("sh", "-s", "--"));
    all.addAll(words);
    if (!after.isEmpty()) {
      all.add("--");
      all.addAll(after);
    }
    return new Command(all, Preparing.script(), Optional.of(LIMIT));
  }

  /** A running guest that root can log in to. */
  record Running(Ssh ssh) implements GuestSystem {
    @Override
    public Command script(List<String> words) {
      Command here = command(List.of(), words, List.of());
      return ssh.command(here.words().toArray(String[]::new)).withInput(here.input()).within(LIMIT);
    }

    @Override
    public List<String> option() {
      return List.of("--ssh", ssh.toString());
    }

    @Override
    public String toString() {
      return "the guest at " + ssh;
    }
  }

  /** A guest's file system that is mounted on a folder of dom0. */
  record Files(Path root) implements GuestSystem {
    @Override
    public Command script(List<String> words) {
      return command(List.of(), words, List.of(root.toString()));
    }

    @Override
    public List<String> option() {
      return List.of("--root", root.toString());
    }

    @Override
    public String toString() {
      return "the guest's system below " + root;
    }
  }

  /**
   * A file system on a disk of a guest that is shut down. It is mounted in a mount namespace of the
   * command that works on it, so the kernel unmounts it when the command ends, even if the command
   * is killed.
   *
   * @param offset its start on the disk, in bytes
   * @param size its size in bytes; 0 for the rest of the disk
   */
  record OnDisk(Path disk, long offset, long size) implements GuestSystem {
    /** A folder that every system has. Only the command's own mount namespace sees the mount. */
    private static final String PLACE = "/mnt";

    @Override
    public Command script(List<String> words) {
      return command(
          List.of("unshare", "--mount", "--propagation", "private"),
          words,
          List.of(PLACE, disk.toString(), Long.toString(offset), Long.toString(size)));
    }

    @Override
    public List<String> option() {
      return List.of("--image", disk.toString());
    }

    @Override
    public String toString() {
      return "the guest's system on " + disk;
    }
  }
}
