package gangway.machine;

import java.time.Duration;
import java.util.Map;

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
    return command
        .source()
        .flatMap(LimitSource::limit)
        .filter(limit -> limit != Limit.GUEST_START || of(limit).compareTo(limit.standard()) > 0)
        .map(limit -> command.lasting(of(limit)))
        .orElse(command);
  }
}
