package gangway.handover;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xenstore.XenStoreView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A condition about a guest that is created, started or restarted. */
public sealed interface StartCondition extends Condition {
  /**
   * How long a guest may take to shut down, or to start: the boot loader and the whole system,
   * until the system looks for its devices.
   */
  Duration LIMIT = Duration.ofMinutes(5);

  /** The definition of a guest exists. */
  record DefinitionExists(Path file) implements StartCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.exists(file);
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return file + " exists";
    }
  }

  /** A guest runs, and its driver sees the requested functions. */
  record GuestStarted(String guest, List<PciAddress> functions) implements StartCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.xenStore().flatMap(this::settled).filter(seen -> seen).isPresent();
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return machine
          .xenStore()
          .flatMap(store -> store.await(List.of(Domains.ALL), LIMIT, this::settled))
          .filter(seen -> seen)
          .isPresent();
    }

    /** The wait ends if the guest no longer exists. */
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
          ? "guest " + guest + " is running"
          : "guest " + guest + " is running and its driver sees its functions";
    }
  }

  /** A domain of one boot has shut down and no longer exists. */
  record DomainShutDown(int domid, String boot) implements StartCondition {
    @Override
    public boolean isMet(Machine machine) {
      return ended().isMet(machine);
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return machine
              .xenStore()
              .flatMap(store ->
                  store.await(
                      List.of(Domains.path(domid)),
                      LIMIT,
                      view -> Optional.of(true).filter(_ -> !Domains.runs(view, domid))))
              .isPresent()
          && ended().awaitMet(machine);
    }

    private Condition ended() {
      return new SavedGuestCondition.DomainEnded(domid, boot);
    }

    @Override
    public String toString() {
      return "domain %d has shut down".formatted(domid);
    }
  }
}
