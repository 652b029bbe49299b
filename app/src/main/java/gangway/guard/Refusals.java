package gangway.guard;

import gangway.Problem;
import gangway.machine.PlaceToWrite;
import gangway.machine.WritableMachine;
import gangway.xen.definition.xl.XlConfig;
import gangway.xen.guest.Domain;
import gangway.xen.guest.PirqModule;
import gangway.xen.guest.RunState;
import gangway.xen.guest.RunStates;
import gangway.xen.guest.SavedImage;
import gangway.xenstore.WritableXenStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers the tools that are about to save, migrate or restore a guest. */
public final class Refusals {
  private final WritableMachine machine;

  public Refusals(WritableMachine machine) {
    this.machine = machine;
  }

  /** Deletes all clearances, because programs that did not ask may have overwritten the images. */
  public static void forget(WritableMachine machine) {
    Clearances.forget(machine);
  }

  /** Why a call of xl must not proceed; empty if it may. */
  public Optional<Problem> of(XlCall call) {
    return switch (call) {
      case XlCall.Save(String guest, Path image) ->
          new StateFile(image).nowhere(machine) ? ofResuming(guest) : ofSaving(guest, image);
      case XlCall.Resume(String guest) -> ofResuming(guest);
      case XlCall.Migrate(String guest) -> ofGuest(guest, "migrated");
      case XlCall.Restore(Path image) -> ofImage(new StateFile(image));
      case XlCall.Create create -> ofStart(create);
      case XlCall.Other _ -> Optional.empty();
    };
  }

  /** A definition that cannot be read or parsed is an error of xl. */
  private Optional<Problem> ofStart(XlCall.Create create) {
    return machine
        .read(create.definition())
        .flatMap(text -> XlConfig.parse(text + "\n" + String.join("\n", create.settings()) + "\n"))
        .flatMap(new StartingDevices(machine)::refusal);
  }

  /** A suspended guest has nothing to lose; any other guest would suspend first. */
  private Optional<Problem> ofResuming(String guest) {
    boolean suspended =
        meant(Risks.read(machine), guest)
            .flatMap(found -> RunStates.read(machine).of(found.domain().domid()))
            .filter(state -> state == RunState.SUSPENDED)
            .isPresent();
    return suspended ? Optional.empty() : ofGuest(guest, "saved");
  }

  private Optional<Problem> ofSaving(String guest, Path image) {
    // some file systems store times in whole seconds
    Instant now = machine.clock().seconds();
    StateFile file = new StateFile(image);
    Optional<Problem> refusal = ofGuest(guest, "saved").or(() -> ofPlace(file));
    file.name(machine)
        .ifPresent(name -> {
          if (refusal.isPresent()) {
            Clearances.withdraw(machine, name);
          } else {
            Clearances.note(machine, name, now);
          }
        });
    return refusal;
  }

  /**
   * xl opens the file by its name after the answer, and writes the guest's memory to the file to
   * which the name leads then. A file that is open already stays the same.
   */
  private Optional<Problem> ofPlace(StateFile file) {
    return file.opened() ? Optional.empty() : new PlaceToWrite(file.path()).refusal(machine);
  }

  /**
   * @param guest a name or a domain ID, as xl accepts both
   */
  private Optional<Problem> ofGuest(String guest, String how) {
    return meant(Risks.read(machine), guest)
        .map(found -> afterSweep(found.domain(), found.risk()))
        .filter(Risk::present)
        .map(risk ->
            Problem.refused(
                "guest '%s' must not be %s".formatted(guest, how),
                remedy(guest, how, risk),
                "it " + risk));
  }

  private static String remedy(String guest, String how, Risk risk) {
    String module = "the kernel module of docs/guest-module.md";
    String word = how.equals("saved") ? "save" : "migrate";
    String where = how.equals("saved") ? "FILE" : "HOST";
    String cold =
        "'gangway %s --cold %s %s' (shuts the guest down and boots it again)"
            .formatted(word, guest, where);
    return switch (risk) {
      case Risk.Has _ ->
          "use 'gangway %s %s %s' if the guest has %s; else use %s"
              .formatted(word, guest, where, module, cold);
      case Risk.InProgress _ ->
          "wait until the operation has ended; if it was interrupted, run 'gangway recover' first";
      case Risk.Had _, Risk.Unknown _, Risk.None _ ->
          "use %s; or boot the guest with %s, which makes it safe to be %s"
              .formatted(cold, module, how);
    };
  }

  private static Optional<GuestRisk> meant(List<GuestRisk> guests, String guest) {
    Optional<GuestRisk> numbered =
        guests.stream()
            .filter(one -> Integer.toString(one.domain().domid()).equals(guest))
            .findFirst();
    return numbered.isPresent()
        ? numbered
        : guests.stream().filter(one -> one.domain().name().equals(guest)).findFirst();
  }

  /** Asks the module in the guest's kernel, if any, to release what is left of detached devices. */
  private Risk afterSweep(Domain domain, Risk risk) {
    WritableXenStore store = machine.actingXenStore();
    PirqModule module = new PirqModule(domain.domid());
    if (!(risk instanceof Risk.Had || risk instanceof Risk.Unknown) || !module.present(store)) {
      return risk;
    }
    return module
        .sweep(store)
        .<Risk>map(Refusals::of)
        .orElseGet(() -> new Risk.Unknown("the Gangway module in its kernel does not answer"));
  }

  private static Risk of(PirqModule.Sweep sweep) {
    return sweep.kept() == 0
        ? new Risk.None("the Gangway module in its kernel reports nothing left of a device")
        : new Risk.Had(
            "its kernel still has %d of the device's interrupt lines".formatted(sweep.kept()));
  }

  /**
   * A deleted file cannot be restored again after a refusal, so the answer is a refusal only if the
   * guest would crash anyway (docs/decisions/0023-the-libvirt-hook-is-not-the-guard.md).
   */
  private Optional<Problem> ofImage(StateFile file) {
    Optional<Path> name = file.name(machine);
    Optional<SavedImage> image = SavedImage.read(machine, file.path());
    if (image.isEmpty()) {
      return unread(file);
    }
    boolean allowed =
        image.get().safe()
            || (image.get().devices() == 0 && name.map(path -> cleared(file, path)).orElse(true));
    return allowed
        ? Optional.empty()
        : Optional.of(mayCrash(name.orElse(file.path()), image.get()));
  }

  /**
   * Without a file, the toolstack itself reports the error. From another host, the state comes
   * through a pipe or a socket.
   */
  private Optional<Problem> unread(StateFile file) {
    return !file.opened() || file.stream(machine)
        ? Optional.empty()
        : Optional.of(
            Problem.refused(
                "the file from which a guest is to be restored is not the saved state of a guest"
                    + " that Gangway can read",
                "boot the guest from its definition; only the data on its disks is kept",
                "the file: " + file.name(machine).orElse(file.path())));
  }

  private Problem mayCrash(Path image, SavedImage saved) {
    return Problem.refused(
        "the guest in " + image + " may crash when it is restored",
        "boot the guest from its definition; only the data on its disks is kept",
        Stream.concat(
                Stream.of(saved.toString()),
                SavedGuestNote.otherWriters(machine, image)
                    .map(why -> SavedGuestNote.file(image) + " is ignored: " + why)
                    .stream())
            .toArray(String[]::new));
  }

  private boolean cleared(StateFile file, Path name) {
    return machine
        .modified(file.path())
        .filter(written ->
            Clearances.holds(machine, name, written)
                || SavedGuestNote.beside(machine, name)
                    .filter(
                        note -> note.vouchesFor(SavedImage.guest(machine, file.path()), written))
                    .isPresent())
        .isPresent();
  }
}
