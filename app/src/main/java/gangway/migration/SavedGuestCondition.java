package gangway.migration;

import gangway.journal.Author;
import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.passthrough.GuestCondition;
import gangway.plan.Condition;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.PirqModule;
import gangway.xen.guest.RunStates;
import gangway.xen.guest.SavedImage;
import gangway.xenstore.XenStoreView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A condition about a guest and the image to which it is saved. */
public sealed interface SavedGuestCondition extends Condition {

  /** An image is complete. */
  record ImageComplete(Path image) implements SavedGuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return SavedImage.complete(machine, image);
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return "the image " + image + " is complete";
    }
  }

  /** An image does not exist. */
  record NoImage(Path image) implements SavedGuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return !machine.exists(image);
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return image + " does not exist";
    }
  }

  /** A domain of one boot is not paused; always met after that boot. */
  record DomainNotPaused(int domid, String boot) implements SavedGuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return !Author.boot(machine).equals(boot) || RunStates.only(machine, domid).free(domid);
    }

    @Override
    public String toString() {
      return "domain " + domid + " is not paused";
    }
  }

  /** A guest runs, and its kernel responds: the kernel module reports every start. */
  record GuestKernelAnswers(String guest) implements SavedGuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.xenStore().filter(this::seen).isPresent();
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return machine
          .xenStore()
          .filter(store ->
              store.awaitTrue(
                  List.of(Domains.ALL), machine.limit(Limit.GUEST_RESPONSE), this::seen))
          .isPresent();
    }

    private boolean seen(XenStoreView store) {
      return Domains.named(store, guest)
          .map(Domain::domid)
          .filter(domid -> new PirqModule(domid).present(store))
          .isPresent();
    }

    @Override
    public String toString() {
      return "guest " + guest + " is running and its kernel responds";
    }
  }

  /**
   * A guest is restored completely. A killed restore leaves a domain with the name of the guest
   * that has never run.
   */
  record GuestRestored(String guest) implements SavedGuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine
          .xenStore()
          .flatMap(store -> Domains.named(store, guest))
          .filter(domain -> Creation.completed(machine, domain))
          .isPresent();
    }

    @Override
    public String toString() {
      return "guest " + guest + " is restored";
    }
  }

  /**
   * A guest was not restored, and the note next to the image has its old text. After a reboot it is
   * unknown whether the guest ran before, so the note is then not changed.
   */
  record ImageUnused(String guest, Path note, String text) implements SavedGuestCondition {
    @Override
    public boolean isMet(Machine machine) {
      return new GuestCondition.GuestNotRunning(guest).isMet(machine)
          && machine.read(note).equals(Optional.of(text));
    }

    @Override
    public String toString() {
      return "guest %s is not running and %s has its old content".formatted(guest, note);
    }
  }
}
