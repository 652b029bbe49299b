package gangway.passthrough;

import gangway.host.DomainStart;
import gangway.journal.Author;
import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.plan.Condition;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.ExistingDomains;
import gangway.xenstore.XenStoreView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A condition about a domain or a guest as a whole. */
public sealed interface GuestCondition extends Condition {
  /** The definition of a guest exists. */
  record DefinitionExists(Path file) implements GuestCondition {
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

  /** A guest runs. */
  record GuestRuns(String guest) implements GuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine
          .xenStore()
          .filter(store -> Domains.named(store, guest).isPresent())
          .isPresent();
    }

    @Override
    public String toString() {
      return "guest " + guest + " is running";
    }
  }

  /** No guest of that name runs. */
  record GuestNotRunning(String guest) implements GuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.xenStore().filter(store -> Domains.named(store, guest).isEmpty()).isPresent();
    }

    @Override
    public String toString() {
      return "guest " + guest + " is not running";
    }
  }

  /** The domain of a start certainly does not exist. */
  record NoDomainOfStart(DomainStart start) implements GuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return new StartedDomain(new ThisHost(machine), start).absent();
    }

    @Override
    public String toString() {
      return "no domain has the UUID " + start.uuid();
    }
  }

  /** A guest runs, and its driver sees the requested functions. */
  record GuestStarted(String guest, List<PciAddress> functions) implements GuestCondition {
    public GuestStarted {
      functions = List.copyOf(functions);
    }

    @Override
    public boolean isMet(Machine machine) {
      return machine
          .xenStore()
          .flatMap(store -> Domains.named(store, guest))
          .filter(this::hasAll)
          // a killed start leaves a domain with the name of the guest that has never run
          .filter(domain -> Creation.mayBeComplete(machine, domain))
          .isPresent();
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return machine
              .xenStore()
              .flatMap(store ->
                  store.await(
                      List.of(Domains.ALL), machine.limit(Limit.GUEST_START), this::settled))
              .filter(seen -> seen)
              .isPresent()
          && isMet(machine);
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
  record DomainShutDown(int domid, String boot) implements GuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return ended().isMet(machine);
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return machine
              .xenStore()
              .filter(store ->
                  store.awaitTrue(
                      List.of(Domains.path(domid)),
                      machine.limit(Limit.GUEST_SHUTDOWN),
                      view -> !Domains.runs(view, domid)))
              .isPresent()
          && ended().awaitMet(machine);
    }

    private Condition ended() {
      return new GuestCondition.DomainEnded(domid, boot);
    }

    @Override
    public String toString() {
      return "domain %s has shut down".formatted(domid);
    }
  }

  /** A domain of one boot no longer exists; always met after that boot. */
  record DomainEnded(int domid, String boot) implements GuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return !Author.boot(machine).equals(boot) || ExistingDomains.read(machine).lack(domid);
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return new GuestCondition.DomainGone(domid).awaitMet(machine);
    }

    @Override
    public String toString() {
      return "domain " + domid + " no longer exists";
    }
  }

  /** A domain exists neither in XenStore nor in the hypervisor. */
  record DomainGone(int domid) implements GuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return ExistingDomains.read(machine).lack(domid);
    }

    /** A destroyed domain disappears from XenStore first, from the hypervisor when it is freed. */
    @Override
    public boolean awaitMet(Machine machine) {
      return Condition.awaitWithin(machine.limit(Limit.GUEST_RESPONSE), this, machine);
    }

    @Override
    public String toString() {
      return "domain " + domid + " no longer exists";
    }
  }
}
