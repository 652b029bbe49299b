package gangway.operation;

import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.migration.GuestSave;
import gangway.migration.ImagePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The save of a guest: {@code gangway save}. */
public final class SaveOperation {
  private final String guest;
  private final ImagePlace place;
  private final Manner manner;

  /** How a guest is saved. */
  public enum Manner {
    /** Its state is written to a file. */
    STATE {
      @Override
      GuestSave look(Machine machine, String guest, ImagePlace place) {
        return GuestSave.of(machine, guest, place);
      }
    },
    /** It is shut down; a note tells its functions. */
    COLD {
      @Override
      GuestSave look(Machine machine, String guest, ImagePlace place) {
        return GuestSave.cold(machine, guest, place);
      }
    };

    abstract GuestSave look(Machine machine, String guest, ImagePlace place);
  }

  public SaveOperation(String guest, ImagePlace place, Manner manner) {
    this.guest = guest;
    this.place = place;
    this.manner = manner;
  }

  /**
   * Plans the save. Changes nothing.
   *
   * @throws gangway.Problem of kind REFUSED if the guest cannot be saved, or not to this file
   */
  public GuestSave check(Machine machine) {
    return manner.look(machine, guest, place);
  }

  /** What a save would do. */
  public StatePlan planned(GuestSave saving) {
    return new StatePlan(words(), saving.functions(), saving.verdict(), saving.plan());
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(List.of("save"));
    if (manner == Manner.COLD) {
      words.add("--cold");
    }
    words.addAll(ArgumentWords.of(List.of(guest, place.image().toString())));
    return words;
  }

  /**
   * Saves the guest: completely or not at all.
   *
   * @param shown the digest of the plan that was shown; empty if any plan may be performed
   * @throws gangway.Problem of kind REFUSED or FAILED if nothing has changed; of kind INCONSISTENT
   *     otherwise
   */
  public Attempt<GuestSave> perform(Submission by, Optional<PlanDigest> shown) {
    OperationWriter run = by.begin(Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Attempt<GuestSave> attempt =
        run.found(machine -> {
          GuestSave saving = check(machine);
          return new Attempt<>(saving, planned(saving).refused(shown, by.listener()));
        });
    if (attempt.refused()) {
      run.drop();
    } else {
      by.perform(run, attempt.planned().plan());
    }
    return attempt;
  }
}
