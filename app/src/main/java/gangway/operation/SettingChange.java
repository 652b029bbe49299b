package gangway.operation;

import gangway.journal.Claim;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.plan.Plan;
import java.util.List;
import java.util.Set;

/** A change of a setting of the host, which is no request about functions. */
public interface SettingChange {

  /** The command, without the program and options: {@code guard install}. */
  List<String> words();

  /** The resources that no other operation may change meanwhile. */
  Set<Claim> claims();

  /**
   * The plan. Changes nothing.
   *
   * @return without steps if the setting is as wanted
   * @throws gangway.Problem of kind REFUSED if the change is not possible on the machine
   */
  Plan plan(Machine machine);

  /** What must be done before the first step, and is not undone. */
  default void prepare(WritableMachine machine) {}
}
