package gangway.handover;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.toolstack.Domains;
import gangway.toolstack.ExistingDomains;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something about a guest that is shut down in order, to be started anew. */
public sealed interface RestartState extends State {
  /** How long a guest may take to shut itself down, or to start. */
  Duration LIMIT = Duration.ofMinutes(5);

  /** A domain of one boot has shut itself down, and is gone. */
  record ShutDown(int domid, String boot) implements RestartState {
    @Override
    public boolean holds(Machine machine) {
      return !Author.boot(machine).equals(boot) || ExistingDomains.read(machine).lack(domid);
    }

    @Override
    public boolean comes(Machine machine) {
      return machine
              .xenStore()
              .flatMap(store ->
                  store.await(
                      List.of(Domains.path(domid)),
                      LIMIT,
                      view -> Optional.of(true).filter(_ -> !Domains.runs(view, domid))))
              .isPresent()
          && new State.DomainGone(domid).comes(machine);
    }

    @Override
    public String toString() {
      return "domain %d has shut itself down".formatted(domid);
    }
  }
}
