package gangway.handover;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import gangway.toolstack.ExistingDomains;
import gangway.toolstack.PirqModule;
import gangway.toolstack.RunStates;
import gangway.toolstack.SavedImage;
import gangway.xenstore.XenStoreView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something about a guest and the file that its state is saved to. */
public sealed interface SavedState extends State {

  /** All of a guest's state is in a file. */
  record Complete(Path image) implements SavedState {
    @Override
    public boolean holds(Machine machine) {
      return SavedImage.complete(machine, image);
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return "all of it is in " + image;
    }
  }

  /** There is no such file. */
  record NoImage(Path image) implements SavedState {
    @Override
    public boolean holds(Machine machine) {
      return !machine.exists(image);
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return "there is no " + image;
    }
  }

  /** Nothing keeps a domain of one boot from running; after that boot there is none. */
  record NotHeld(int domid, String boot) implements SavedState {
    @Override
    public boolean holds(Machine machine) {
      return !Author.boot(machine).equals(boot) || RunStates.read(machine).free(domid);
    }

    @Override
    public String toString() {
      return "domain " + domid + " runs";
    }
  }

  /** A domain of one boot is gone. */
  record Ended(int domid, String boot) implements SavedState {
    @Override
    public boolean holds(Machine machine) {
      return !Author.boot(machine).equals(boot) || ExistingDomains.read(machine).lack(domid);
    }

    @Override
    public boolean comes(Machine machine) {
      return new State.DomainGone(domid).comes(machine);
    }

    @Override
    public String toString() {
      return "domain " + domid + " is gone";
    }
  }

  /** A guest runs, and its kernel says so: the module in it does, which tells it of each start. */
  record Back(String guest) implements SavedState {
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
                  List.of(Domains.ALL),
                  GUEST_LIMIT,
                  view -> Optional.of(true).filter(_ -> seen(view))))
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
      return "guest " + guest + " runs, and its kernel answers";
    }
  }

  /** A guest runs. */
  record Runs(String guest) implements SavedState {
    @Override
    public boolean holds(Machine machine) {
      return machine
          .xenStore()
          .filter(store -> Domains.named(store, guest).isPresent())
          .isPresent();
    }

    @Override
    public String toString() {
      return "guest " + guest + " runs";
    }
  }

  /** No guest of a name runs. */
  record NotRunning(String guest) implements SavedState {
    @Override
    public boolean holds(Machine machine) {
      return machine.xenStore().filter(store -> Domains.named(store, guest).isEmpty()).isPresent();
    }

    @Override
    public String toString() {
      return "guest " + guest + " does not run";
    }
  }

  /**
   * A guest was not made of its state again, and the file beside the image says so. After a reboot
   * nobody knows whether it ran before, so the file is left as it is then.
   */
  record Unused(String guest, Path note, String text) implements SavedState {
    @Override
    public boolean holds(Machine machine) {
      return new NotRunning(guest).holds(machine) && machine.read(note).equals(Optional.of(text));
    }

    @Override
    public String toString() {
      return "guest %s does not run, and %s is as it was".formatted(guest, note);
    }
  }
}
