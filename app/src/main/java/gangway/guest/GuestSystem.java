package gangway.guest;

import gangway.machine.Command;
import gangway.machine.Ssh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where a guest's system is to be found, be it running or only on a disk. */
public sealed interface GuestSystem {
  /** An emulated guest may take a minute to make GRUB's settings. */
  Duration LIMIT = Duration.ofMinutes(5);

  /** The command that runs the script there, with these words. */
  Command script(List<String> words);

  /** How it is named on the command line: {@code --ssh debian}. */
  List<String> option();

  /** The command that tells how it is. */
  default Command look(GuestKind kind) {
    return script(List.of("look", kind.word()));
  }

  /** The command that makes what is missing. */
  default Command prepare(GuestKind kind) {
    return script(List.of("prepare", kind.word()));
  }

  /**
   * The command that takes away what {@link #prepare} made.
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
    return new Command(all, Preparing.script(), LIMIT);
  }

  /** One that runs, and that root can log in to. */
  record Running(Ssh ssh) implements GuestSystem {
    @Override
    public Command script(List<String> words) {
      Command here = command(List.of(), words, List.of());
      return ssh.command(here.words().toArray(String[]::new))
          .withInput(here.input())
          .within(here.limit());
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

  /** Files below a folder of dom0, where somebody has mounted them. */
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
   * A file system on a disk of a guest that does not run. It is mounted where only the command that
   * works on it sees it, so that the mount is gone with that, however it ends.
   *
   * @param offset where it begins on the disk, in bytes
   * @param size its size in bytes; 0 for all there is
   */
  record OnDisk(Path disk, long offset, long size) implements GuestSystem {
    /** A folder that every system has. Over it, nothing is hidden from anybody else. */
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
