package gangway.operation;

import gangway.Problem;
import gangway.check.Finding;
import gangway.guard.SavedGuestNote;
import gangway.machine.WritableMachine;
import gangway.migration.GuestRestore;
import gangway.migration.GuestSave;
import gangway.migration.ImagePlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The guests that were saved at host shutdown, to be restored when the host is up again. */
public final class SavedGuests {
  private static final Path FOLDER = Path.of("/var/lib/gangway/saved");
  private static final String ENDING = ".image";

  private final WritableMachine machine;

  public SavedGuests(WritableMachine machine) {
    this.machine = machine;
  }

  /**
   * Saves a guest.
   *
   * @throws Problem if the guest was not saved
   */
  void save(String guest, OperationListener listener) {
    if (!ImagePlace.canBeNamedFor(guest)) {
      throw Problem.refused(
          "the guest's name '%s' cannot be part of a file name".formatted(guest),
          "rename the guest");
    }
    // only root may read a guest's memory
    machine.makeFolder(FOLDER, 0700);
    ImagePlace place = new ImagePlace(FOLDER.resolve(guest + ENDING));
    Attempt<GuestSave> saving =
        new SaveOperation(guest, place, SaveOperation.Manner.STATE)
            .perform(
                Submission.of(machine, List.of("guard", "shutdown"), listener), Optional.empty());
    if (saving.refused()) {
      Finding first = saving.planned().verdict().orElseThrow().findings().getFirst();
      throw Problem.refused(first.sentence(), first.remedy());
    }
  }

  /** The images that wait for their restore. */
  public List<Path> waiting() {
    return machine.list(FOLDER).stream()
        .filter(name -> name.endsWith(ENDING))
        .map(FOLDER::resolve)
        .toList();
  }

  /**
   * Restores a guest, and deletes its image, which must not be restored again.
   *
   * @throws Problem as {@link RestoreOperation#perform} does; of kind INCONSISTENT also if the
   *     guest is restored and its image cannot be deleted
   */
  public GuestRestore restore(Path image, OperationListener listener) {
    Submission by = Submission.of(machine, List.of("guard", "resume"), listener);
    RestoreOperation restore = new RestoreOperation(image, Map.of());
    GuestRestore restored = restore.perform(by, Optional.empty()).planned().restoring();
    try {
      restore.discard(by);
    } catch (RuntimeException | Error fault) {
      throw Problem.inconsistent(
          "guest '%s' is restored, but its saved state could not be deleted"
              .formatted(restored.guest()),
          "delete '%s' and '%s': the guest must not be restored from them again"
              .formatted(image, SavedGuestNote.file(image)),
          Problem.because(fault).lines());
    }
    return restored;
  }
}
