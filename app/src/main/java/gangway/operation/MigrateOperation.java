package gangway.operation;

import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.machine.Machine;
import gangway.migration.CarriedMigrating;
import gangway.migration.ColdMigrating;
import gangway.migration.Migrating;
import gangway.migration.Move;
import gangway.migration.OtherHost;
import gangway.pci.Address;
import java.util.Map;
import java.util.Set;

/** The migration of a guest to another host: {@code gangway migrate}. */
public final class MigrateOperation {
  private final String guest;
  private final OtherHost host;
  private final Map<Address, Address> instead;
  private final Manner manner;

  /** How a guest is migrated. */
  public enum Manner {
    /** While it runs. */
    LIVE {
      @Override
      Move look(Machine machine, String guest, OtherHost host, Map<Address, Address> instead) {
        return Migrating.of(machine, guest, host, instead);
      }
    },
    /** Suspended to a file. */
    SUSPENDED {
      @Override
      Move look(Machine machine, String guest, OtherHost host, Map<Address, Address> instead) {
        return CarriedMigrating.of(machine, guest, host, instead);
      }
    },
    /** Shut down here, and started there. */
    COLD {
      @Override
      Move look(Machine machine, String guest, OtherHost host, Map<Address, Address> instead) {
        return ColdMigrating.of(machine, guest, host, instead);
      }
    };

    abstract Move look(
        Machine machine, String guest, OtherHost host, Map<Address, Address> instead);
  }

  /**
   * @param instead the functions of the other host, by the functions that the guest has here
   */
  public MigrateOperation(
      String guest, OtherHost host, Map<Address, Address> instead, Manner manner) {
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

  /**
   * Migrates the guest.
   *
   * @return the migration; nothing was done if it is refused
   * @throws gangway.Problem of kind REFUSED or FAILED if nothing has changed; of kind INCONSISTENT
   *     otherwise
   */
  public Move perform(Submission by) {
    RunWriter run = by.begin(Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Move move = run.found(() -> check(by.machine()));
    move.verdict().ifPresent(by.listener()::checked);
    if (move.refused()) {
      run.drop();
      return move;
    }
    by.perform(run, move.plan());
    move.afterwards().ifPresent(by.listener()::follows);
    move.settle(by.machine());
    return move;
  }
}
