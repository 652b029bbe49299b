package gangway.operation;

import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.journal.Claim;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A change of a setting of the host, which is no request about functions. */
public interface SettingChange {

  /**
   * A change with the findings about it.
   *
   * @param plan without steps if the setting is as wanted, or if the findings refuse the change
   */
  record Judged(Plan plan, List<Acceptance> accepted, List<Finding> findings) implements Judgement {
    public Judged {
      accepted = List.copyOf(accepted);
      findings = List.copyOf(findings);
    }
  }

  /** The command, without the program and options: {@code guard install}. */
  List<String> words();

  /** The options of the command that make it this change; usually none. */
  default List<String> options() {
    return List.of();
  }

  /** The command with these options, for the journal. */
  default List<String> command() {
    return Stream.of(words().subList(0, 1), options(), words().subList(1, words().size()))
        .flatMap(List::stream)
        .toList();
  }

  /** The resources that no other operation may change meanwhile. */
  Set<Claim> claims();

  /**
   * The plan. Changes nothing.
   *
   * @return without steps if the setting is as wanted
   * @throws gangway.Problem of kind REFUSED if the change is not possible on the machine
   */
  Plan plan(Machine machine);

  /**
   * The plan with the findings about it. Changes nothing.
   *
   * @throws gangway.Problem of kind REFUSED if the change is not possible on the machine
   */
  default Judged judged(Machine machine) {
    return new Judged(plan(machine), List.of(), List.of());
  }

  /**
   * Verifies the result after the last step.
   *
   * @throws gangway.Problem of kind FAILED if the result is not as wanted
   */
  default void mustBe(Machine machine) {}

  /** What must be done before the first step, and is not undone. */
  default void prepare(WritableMachine machine) {}
}
