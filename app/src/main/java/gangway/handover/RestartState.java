package gangway.handover;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import gangway.toolstack.ExistingDomains;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something about a guest that is shut down in order, and started anew. */
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

  /** A guest runs, under whatever number, and has functions, which it sees. */
  record RunsWith(String guest, List<Address> functions) implements RestartState {
    public RunsWith {
      functions = List.copyOf(functions);
    }

    @Override
    public boolean holds(Machine machine) {
      return machine.xenStore().filter(this::seen).isPresent();
    }

    @Override
    public boolean comes(Machine machine) {
      return machine
          .xenStore()
          .flatMap(store ->
              store.await(
                  List.of(Domains.ALL), LIMIT, view -> Optional.of(true).filter(_ -> seen(view))))
          .isPresent();
    }

    private boolean seen(XenStoreView store) {
      return Domains.named(store, guest)
          .filter(domain -> functions.stream().allMatch(function -> sees(domain, function)))
          .isPresent();
    }

    private static boolean sees(Domain domain, Address function) {
      return domain
          .pci()
          .filter(pci -> pci.entry(function).filter(pci::arrived).isPresent())
          .isPresent();
    }

    @Override
    public String toString() {
      return "guest %s runs, and sees %s".formatted(guest, functions);
    }
  }
}
