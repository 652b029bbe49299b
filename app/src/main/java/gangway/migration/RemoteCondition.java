package gangway.migration;

import static java.util.stream.Collectors.joining;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.passthrough.GuestCondition;
import gangway.pci.PciAddress;
import gangway.plan.Condition;
import gangway.xen.guest.RunStates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A condition about another host. If that host does not answer, the condition is not met.
 *
 * <p>See docs/decisions/0022-cold-migration-never-on-both-hosts.md.
 */
public sealed interface RemoteCondition extends Condition {

  @Override
  default boolean survivesReboot() {
    return true;
  }

  /** A guest runs on the host, and is not paused, as it is while it is restored. */
  record GuestRunsOnHost(Ssh host, String guest) implements RemoteCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine
          .told(host.command("xl", "list"))
          .filter(list -> RunStates.free(list, guest))
          .isPresent();
    }

    @Override
    public String toString() {
      return "guest %s is running on %s".formatted(guest, host);
    }
  }

  /** A guest on the host has functions, and its driver sees them. */
  record GuestHasOnHost(Ssh host, String guest, List<PciAddress> functions)
      implements RemoteCondition {
    /** Pause between two queries, because each one is a login. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    public GuestHasOnHost {
      functions = List.copyOf(functions);
    }

    @Override
    public boolean isMet(Machine machine) {
      try {
        return machine
            // the exit code only shows whether there are guests
            .ask(host.command("gangway", "guests", "--json"))
            .map(answer -> GuestThere.parse(answer.out()))
            .filter(guests -> guests.stream().anyMatch(this::has))
            .isPresent();
      } catch (IllegalArgumentException unreadable) {
        return false;
      }
    }

    private boolean has(GuestThere one) {
      return one.name().equals(guest) && one.functions().containsAll(functions);
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return machine.clock().await(GuestCondition.START_LIMIT, PAUSE, () -> isMet(machine));
    }

    @Override
    public String toString() {
      return "guest %s on %s has %s"
          .formatted(
              guest, host, functions.stream().map(PciAddress::toString).collect(joining(" ")));
    }
  }

  /**
   * The host is known to have no guest of that name, also none that is arriving or shutting down.
   */
  record HostLacksGuest(Ssh host, String guest) implements RemoteCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine
          .told(host.command("xl", "list"))
          .filter(list -> !named(list, guest))
          .isPresent();
    }

    /**
     * Whether the output of {@code xl list} has a guest of that name, or one that arrives: xl gives
     * the guest its name when its state is complete (tools/xl/xl_migrate.c).
     */
    static boolean named(String list, String guest) {
      return list.lines()
          .anyMatch(line -> line.startsWith(guest + " ") || line.startsWith(guest + "--incoming "));
    }

    @Override
    public String toString() {
      return "host %s has no guest %s".formatted(host, guest);
    }
  }

  /**
   * The host has a complete copy of a file under the same path: same size, as ssh changes no byte.
   */
  record HostHasCopy(Ssh host, Path file) implements RemoteCondition {
    @Override
    public boolean isMet(Machine machine) {
      String[] size = {"stat", "-c", "%s", file.toString()};
      return machine
          .told(Command.of(size))
          .filter(here -> machine.told(host.command(size)).equals(Optional.of(here)))
          .isPresent();
    }

    @Override
    public String toString() {
      return "host %s has a complete copy of %s".formatted(host, file);
    }
  }

  /** A file on the host has a text, or does not exist. */
  record FileIsOnHost(Ssh host, Path file, Optional<String> text) implements RemoteCondition {
    @Override
    public boolean isMet(Machine machine) {
      return text.isPresent()
          ? machine.told(read(host, file)).equals(text)
          : machine.told(host.command("test", "!", "-e", file.toString())).isPresent();
    }

    /** The command that prints the text of the file. */
    public static Command read(Ssh host, Path file) {
      return host.command("cat", "--", file.toString());
    }

    @Override
    public String toString() {
      return "%s on %s %s"
          .formatted(file, host, text.isPresent() ? "has the expected content" : "does not exist");
    }
  }
}
