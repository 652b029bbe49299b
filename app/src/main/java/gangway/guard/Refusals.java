package gangway.guard;

import gangway.Problem;
import gangway.machine.ActingMachine;
import gangway.toolstack.Domain;
import gangway.toolstack.PirqModule;
import gangway.toolstack.SavedImage;
import gangway.xenstore.ActingXenStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers those who are about to have a guest's state saved, moved or restored. */
public final class Refusals {
  private final ActingMachine machine;

  public Refusals(ActingMachine machine) {
    this.machine = machine;
  }

  /** Forgets what was answered so far, as who did not ask since may have changed it. */
  public static void forget(ActingMachine machine) {
    Clearances.forget(machine);
  }

  /** Why a call of xl must not be made, if it must not. */
  public Optional<Problem> of(XlCall call) {
    return switch (call) {
      case XlCall.Save(String guest, Path image) -> ofSaving(guest, image);
      case XlCall.Migrate(String guest) -> ofGuest(guest, "migrated");
      case XlCall.Restore(Path image) -> ofImage(image);
      case XlCall.Other _ -> Optional.empty();
    };
  }

  private Optional<Problem> ofSaving(String guest, Path image) {
    // file systems keep times no finer than that, some of them
    Instant now = machine.clock().seconds();
    Optional<Problem> refusal = ofGuest(guest, "saved");
    if (refusal.isPresent()) {
      Clearances.withdraw(machine, image);
    } else {
      Clearances.note(machine, image, now);
    }
    return refusal;
  }

  /**
   * @param guest a name or a domain's number, as xl takes both
   */
  private Optional<Problem> ofGuest(String guest, String how) {
    return meant(Risks.read(machine), guest)
        .map(found -> afterSweep(found.domain(), found.risk()))
        .filter(Risk::present)
        .map(risk ->
            Problem.refused(
                "guest '%s' must not be %s".formatted(guest, how),
                wayOut(guest, how, risk),
                "it " + risk));
  }

  private static String wayOut(String guest, String how, Risk risk) {
    String withModule = "with the module of docs/guest-module.md in its kernel";
    String word = how.equals("saved") ? "save" : "migrate";
    String where = how.equals("saved") ? "FILE" : "HOST";
    String cold =
        "'gangway %s --cold %s %s' shuts it down, and starts it anew".formatted(word, guest, where);
    return switch (risk) {
      case Risk.Has _ ->
          "'gangway %s %s %s' does it right, %s; without it, %s"
              .formatted(word, guest, where, withModule, cold);
      case Risk.InHand _ -> "wait for its end; if it was killed, run 'gangway recover' first";
      case Risk.Had _, Risk.Unknown _, Risk.None _ ->
          "%s; %s it could be %s".formatted(cold, withModule, how);
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

  /** Has the guest's kernel release what it keeps of devices that are gone, where it can. */
  private Risk afterSweep(Domain domain, Risk risk) {
    ActingXenStore store = machine.actingXenStore();
    PirqModule module = new PirqModule(domain.domid());
    if (!(risk instanceof Risk.Had || risk instanceof Risk.Unknown) || !module.present(store)) {
      return risk;
    }
    return module
        .sweep(store)
        .<Risk>map(Refusals::of)
        .orElseGet(() -> new Risk.Unknown("the module in its kernel does not answer"));
  }

  private static Risk of(PirqModule.Sweep sweep) {
    return sweep.kept() == 0
        ? new Risk.None("the module in its kernel finds nothing left of one")
        : new Risk.Had("its kernel keeps %d interrupt lines of it".formatted(sweep.kept()));
  }

  private Optional<Problem> ofImage(Path image) {
    // where there is no file, as for a guest that comes from another host, the toolstack complains
    return SavedImage.read(machine, image)
        .filter(saved -> !saved.safe())
        .filter(saved -> saved.devices() > 0 || !cleared(image))
        .map(saved ->
            Problem.refused(
                "the guest in " + image + " may die when it is restored",
                "start it anew from its definition; what was not on its disks is lost",
                saved.toString()));
  }

  private boolean cleared(Path image) {
    return machine.modified(image).filter(written -> cleared(image, written)).isPresent();
  }

  private boolean cleared(Path image, Instant written) {
    return Clearances.holds(machine, image, written)
        || Manifest.beside(machine, image).filter(m -> m.vouchesFor(written)).isPresent();
  }
}
