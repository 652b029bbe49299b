package gangway.handover;

import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import gangway.xenstore.XenStoreView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something about a guest that is made, started, or shut down to be started anew. */
public sealed interface StartState extends State {
  /**
   * How long a guest may take to shut itself down, or to start: a whole system, from its boot
   * loader on, before it looks for its devices.
   */
  Duration LIMIT = Duration.ofMinutes(5);

  /** Its definition is there. */
  record Defined(Path file) implements StartState {
    @Override
    public boolean holds(Machine machine) {
      return machine.exists(file);
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return file + " is there";
    }
  }

  /** It runs, and sees the functions it is to have. */
  record Started(String guest, List<Address> functions) implements StartState {
    @Override
    public boolean holds(Machine machine) {
      return machine.xenStore().flatMap(this::settled).filter(seen -> seen).isPresent();
    }

    @Override
    public boolean comes(Machine machine) {
      return machine
          .xenStore()
          .flatMap(store -> store.await(List.of(Domains.ALL), LIMIT, this::settled))
          .filter(seen -> seen)
          .isPresent();
    }

    /** Nothing is waited for of a guest that is gone again. */
    private Optional<Boolean> settled(XenStoreView store) {
      Optional<Domain> domain = Domains.named(store, guest);
      boolean seen = domain.filter(this::hasAll).isPresent();
      return seen || domain.isEmpty() ? Optional.of(seen) : Optional.empty();
    }

    private boolean hasAll(Domain domain) {
      return functions.stream().allMatch(domain::has);
    }

    @Override
    public String toString() {
      return functions.isEmpty()
          ? "guest " + guest + " runs"
          : "guest " + guest + " runs, and sees its functions";
    }
  }

  /** A domain of one boot has shut itself down, and is gone. */
  record ShutDown(int domid, String boot) implements StartState {
    @Override
    public boolean holds(Machine machine) {
      return ended().holds(machine);
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
          && ended().comes(machine);
    }

    private State ended() {
      return new SavedState.Ended(domid, boot);
    }

    @Override
    public String toString() {
      return "domain %d has shut itself down".formatted(domid);
    }
  }
}
