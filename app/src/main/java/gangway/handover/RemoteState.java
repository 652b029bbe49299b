package gangway.handover;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Something about another host. Of one that does not answer nothing is so.
 *
 * <p>See docs/decisions/0022-cold-migration-never-on-both-hosts.md.
 */
public sealed interface RemoteState extends State {

  @Override
  default boolean survivesReboot() {
    return true;
  }

  /** A guest runs there. */
  record RunsOn(Ssh host, String guest) implements RemoteState {
    @Override
    public boolean holds(Machine machine) {
      return machine.told(host.command("xl", "domid", guest)).isPresent();
    }

    @Override
    public String toString() {
      return "guest %s runs on %s".formatted(guest, host);
    }
  }

  /** It is known that no guest of a name is there, be it one that is about to come or go. */
  record LacksGuest(Ssh host, String guest) implements RemoteState {
    @Override
    public boolean holds(Machine machine) {
      return machine
          .told(host.command("xl", "list"))
          .filter(list -> list.lines().noneMatch(line -> line.startsWith(guest + " ")))
          .isPresent();
    }

    @Override
    public String toString() {
      return "there is no guest %s on %s".formatted(guest, host);
    }
  }

  /** All of a file of this host is there, too, under the same path: ssh lets no byte change. */
  record HasCopy(Ssh host, Path file) implements RemoteState {
    @Override
    public boolean holds(Machine machine) {
      String[] size = {"stat", "-c", "%s", file.toString()};
      return machine
          .told(Command.of(size))
          .filter(here -> machine.told(host.command(size)).equals(Optional.of(here)))
          .isPresent();
    }

    @Override
    public String toString() {
      return "all of %s is on %s".formatted(file, host);
    }
  }

  /** A file there has a text, or is not there. */
  record FileIsOn(Ssh host, Path file, Optional<String> text) implements RemoteState {
    @Override
    public boolean holds(Machine machine) {
      return text.isPresent()
          ? machine.told(read(host, file)).equals(text)
          : machine.told(host.command("test", "!", "-e", file.toString())).isPresent();
    }

    /** The command that tells its text. */
    public static Command read(Ssh host, Path file) {
      return host.command("cat", "--", file.toString());
    }

    @Override
    public String toString() {
      return "%s on %s%s".formatted(file, host, text.isPresent() ? " is written" : " is gone");
    }
  }
}
