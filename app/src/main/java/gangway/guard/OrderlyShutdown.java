package gangway.guard;

import gangway.machine.ActingMachine;
import gangway.machine.Result;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import gangway.xenstore.ActingXenStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * The end of the guests that must not be saved, when their host goes down: what would have saved
 * them is kept from it, and may leave them running until the power goes.
 *
 * @param down those that are down
 * @param left those that still run, and why
 */
public record OrderlyShutdown(List<Domain> down, SequencedMap<Domain, String> left) {
  /** How long all of them together may take; xendomains gives each as much. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  public OrderlyShutdown {
    down = List.copyOf(down);
    left = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(left));
  }

  /**
   * Tells all of them to shut down, then waits for each.
   *
   * @param tells what is told of each before
   */
  public static OrderlyShutdown perform(ActingMachine machine, Consumer<GuestRisk> tells) {
    SequencedMap<Domain, String> left = new LinkedHashMap<>();
    List<Domain> told = new ArrayList<>();
    for (GuestRisk guest : Risks.read(machine)) {
      if (guest.risk().present()) {
        tells.accept(guest);
        Result result = machine.run(guest.toolstack().shutdown(guest.domain()));
        if (result.ok()) {
          told.add(guest.domain());
        } else {
          left.put(guest.domain(), String.join("; ", result.complaint()));
        }
      }
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    List<Domain> down = new ArrayList<>();
    for (Domain domain : told) {
      Duration rest = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (goes(machine.actingXenStore(), domain, rest)) {
        down.add(domain);
      } else {
        left.put(domain, "it does not shut itself down within %s".formatted(minutes()));
      }
    }
    return new OrderlyShutdown(down, left);
  }

  private static boolean goes(ActingXenStore store, Domain domain, Duration limit) {
    return store
        .await(
            List.of(Domains.path(domain.domid())),
            limit,
            view -> Domains.runs(view, domain.domid()) ? Optional.empty() : Optional.of(true))
        .isPresent();
  }

  private static String minutes() {
    return LIMIT.toMinutes() + " minutes";
  }
}
