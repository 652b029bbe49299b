package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.Progress;
import gangway.machine.ActingMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The guests that were saved at host shutdown, to be restored when the host is up again. */
public final class SavedGuests {
  private static final Path FOLDER = Path.of("/var/lib/gangway/saved");
  private static final String ENDING = ".image";

  private final ActingMachine machine;

  public SavedGuests(ActingMachine machine) {
    this.machine = machine;
  }

  /** Whether a guest's name can be part of a file name. */
  public static boolean canHold(String guest) {
    return guest.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,200}");
  }

  /**
   * Saves a guest.
   *
   * @throws Problem if the guest was not saved
   */
  void save(String guest, Progress progress) {
    if (!canHold(guest)) {
      throw Problem.refused(
          "the guest's name '%s' cannot be part of a file name".formatted(guest),
          "rename the guest");
    }
    // only root may read a guest's memory
    machine.makeFolder(FOLDER, 0700);
    ImagePlace place = new ImagePlace(FOLDER.resolve(guest + ENDING));
    Saving saving =
        Saving.carriedOut(
            machine,
            List.of("guard", "shutdown"),
            guest,
            () -> Saving.of(machine, guest, place),
            progress,
            _ -> {});
    if (saving.refused()) {
      Verdict verdict = saving.verdict().orElseThrow();
      throw Problem.refused(
          verdict.findings().getFirst().sentence(), verdict.findings().getFirst().wayOut());
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
   * @throws Problem as {@link Restoring#carriedOut} does
   */
  public Restoring restore(Path image, Progress progress) {
    Restoring restoring =
        Restoring.carriedOut(
                machine, List.of("guard", "resume"), image, Map.of(), progress, _ -> {})
            .restoring();
    machine.delete(image);
    machine.delete(Manifest.file(image));
    return restoring;
  }
}
