package gangway.migration;

import static java.util.stream.Collectors.joining;

import gangway.Sha256;
import gangway.host.DomainStart;
import gangway.machine.Command;
import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.passthrough.StartedDomain;
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
      return machine.told(list()).filter(list -> RunStates.free(list, guest)).isPresent();
    }

    /**
     * Lists the domain with this name only, by its ID: in the list of all domains, the name of
     * another domain can contain a line that looks like a line about this guest.
     */
    private Command list() {
      return host.command("sh", "-c", "xl list \"$(xl domid \"$0\")\"", guest);
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
      return machine.clock().await(machine.limit(Limit.GUEST_START), PAUSE, () -> isMet(machine));
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
     * Whether the output of {@code xl list} has, or could have, a guest of that name, or one that
     * arrives: xl gives the guest its name when its state is complete (tools/xl/xl_migrate.c). A
     * name with a line end can add a line, so a guest can seem to exist, but it cannot hide a line.
     */
    static boolean named(String list, String guest) {
      return RunStates.mayHave(list, guest) || RunStates.mayHave(list, guest + "--incoming");
    }

    @Override
    public String toString() {
      return "host %s has no guest %s".formatted(host, guest);
    }
  }

  /**
   * The host is known not to have the domain of a start, also none without a name, and no process
   * there can still create it.
   */
  record HostLacksStart(Ssh host, DomainStart start) implements RemoteCondition {
    @Override
    public boolean isMet(Machine machine) {
      return new StartedDomain(new OtherHost(machine, host), start).neverComes();
    }

    @Override
    public String toString() {
      return "host %s has no domain with the UUID %s".formatted(host, start.uuid());
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

  /**
   * A file on the host has a text, or does not exist. The digests are compared, because the bytes
   * of a text that is not UTF-8 do not survive the way through the output of a command.
   */
  record FileIsOnHost(Ssh host, Path file, Optional<String> text) implements RemoteCondition {
    @Override
    public boolean isMet(Machine machine) {
      return text.isPresent()
          ? machine
              .told(host.command("sha256sum", "--", file.toString()))
              .filter(line -> line.startsWith(Sha256.of(text.get()) + " "))
              .isPresent()
          : machine.told(host.command("test", "!", "-e", file.toString())).isPresent();
    }

    @Override
    public String toString() {
      return "%s on %s %s"
          .formatted(file, host, text.isPresent() ? "has the expected content" : "does not exist");
    }
  }

  /**
   * A file on the host has a mode.
   *
   * @param mode permissions as for chmod, such as 0600
   */
  record FileHasModeOnHost(Ssh host, Path file, int mode) implements RemoteCondition {
    @Override
    public boolean isMet(Machine machine) {
      return FileMode.of(machine, host, file).equals(Optional.of(mode));
    }

    @Override
    public String toString() {
      return "%s on %s has the mode %04o".formatted(file, host, mode);
    }
  }
}
