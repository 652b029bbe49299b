package gangway.machine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The time limits of a host.
 *
 * @param set those that the administrator has set; the others have their standard values
 */
public record Limits(Map<Limit, Duration> set) {
  /** The limits of a host whose administrator has set none. */
  public static final Limits STANDARD = new Limits(Map.of());

  public Limits {
    set = Map.copyOf(set);
  }

  public Duration of(Limit limit) {
    return set.getOrDefault(limit, limit.standard());
  }

  /**
   * A command that changes something, with the limit of this host. A command that starts a guest
   * gets at least its usual limit. A command with another time limit of its own keeps that limit,
   * and a command without a limit gets none.
   */
  Command on(Command command) {
    Optional<Duration> limit = command.limit();
    if (limit.equals(Optional.of(Limit.PROGRAM.standard()))) {
      return command.within(of(Limit.PROGRAM));
    }
    boolean starts = limit.equals(Optional.of(Limit.GUEST_START.standard()));
    return starts && of(Limit.GUEST_START).compareTo(limit.get()) > 0
        ? command.within(of(Limit.GUEST_START))
        : command;
  }
}
