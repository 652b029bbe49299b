package gangway.operation;

import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.migration.ColdMigration;
import gangway.migration.LiveMigration;
import gangway.migration.Move;
import gangway.migration.SuspendedMigration;
import gangway.migration.TargetHost;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The migration of a guest to another host: {@code gangway migrate}. */
public final class MigrateOperation {
  private final String guest;
  private final TargetHost host;
  private final Map<PciAddress, PciAddress> instead;
  private final Manner manner;

  /** How a guest is migrated. */
  public enum Manner {
    /** While it runs. */
    LIVE {
      @Override
      Move look(
          Machine machine, String guest, TargetHost host, Map<PciAddress, PciAddress> instead) {
        return LiveMigration.of(machine, guest, host, instead);
      }
    },
    /** Suspended to a file. */
    SUSPENDED {
      @Override
      Move look(
          Machine machine, String guest, TargetHost host, Map<PciAddress, PciAddress> instead) {
        return SuspendedMigration.of(machine, guest, host, instead);
      }
    },
    /** Shut down here, and started there. */
    COLD {
      @Override
      Move look(
          Machine machine, String guest, TargetHost host, Map<PciAddress, PciAddress> instead) {
        return ColdMigration.of(machine, guest, host, instead);
      }
    };

    abstract Move look(
        Machine machine, String guest, TargetHost host, Map<PciAddress, PciAddress> instead);
  }

  /**
   * @param instead the functions of the other host, by the functions that the guest has here
   */
  public MigrateOperation(
      String guest, TargetHost host, Map<PciAddress, PciAddress> instead, Manner manner) {
    this.guest = guest;
    this.host = host;
    this.instead = Map.copyOf(instead);
    this.manner = manner;
  }

  /**
   * Plans the migration. Changes nothing.
   *
   * @throws gangway.Problem of kind REFUSED if the guest cannot be migrated
   */
  public Move check(Machine machine) {
    return manner.look(machine, guest, host, instead);
  }

  /** What a migration would do. */
  public StatePlan planned(Move move) {
    return new StatePlan(words(), move.functions(), move.verdict(), move.plan());
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(List.of("migrate"));
    switch (manner) {
      case LIVE -> {}
      case SUSPENDED -> words.add("--suspended");
      case COLD -> words.add("--cold");
    }
    words.addAll(ArgumentWords.map(instead));
    words.addAll(ArgumentWords.of(List.of(guest, host.ssh().host())));
    return words;
  }

  /**
   * Migrates the guest.
   *
   * @param shown the digest of the plan that was shown; empty if any plan may be performed
   * @throws gangway.Problem of kind REFUSED or FAILED if nothing has changed; of kind INCONSISTENT
   *     otherwise
   */
  public Attempt<Move> perform(Submission by, Optional<PlanDigest> shown) {
    OperationWriter run = by.begin(Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Attempt<Move> attempt =
        run.found(machine -> {
          Move move = check(machine);
          return new Attempt<>(move, planned(move).refused(shown, by.listener()));
        });
    if (attempt.refused()) {
      run.drop();
    } else {
      by.perform(run, attempt.planned().plan());
    }
    return attempt;
  }
}
