package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.passthrough.FunctionCondition;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every kind of action and of condition is in the plan of an operation of which every call to the
 * machine fails once. A new kind needs such an operation.
 */
@Tag("long")
class EveryKindIsPerformedTest {
  /** Plans of this version do not have them. */
  private static final Set<Class<?>> ONLY_OF_OLDER_VERSIONS =
      Set.of(FunctionCondition.OffersService.class);

  @Test
  void everyKindOfActionAndConditionIsInAnOperation() {
    Set<Class<?>> performed = new HashSet<>();
    List<Step> steps = EnumeratedOperations.plans().map(Plan::all).flatMap(List::stream).toList();
    assertThat(steps).hasSizeGreaterThan(200);
    for (Step step : steps) {
      Stream.concat(step.acts().stream(), step.undo().stream())
          .forEach(act -> addAction(act, performed));
      addCondition(step.after(), performed);
      addCondition(step.before(), performed);
    }
    assertThat(performed).containsAll(Features.PLANS.actions().records());
    performed.addAll(ONLY_OF_OLDER_VERSIONS);
    assertThat(performed).containsAll(Features.PLANS.conditions().records());
  }

  private static void addAction(Action act, Set<Class<?>> to) {
    to.add(act.getClass());
    switch (act) {
      case Action.Require(Condition state) -> addCondition(state, to);
      case Action.RunFor(_, Condition hoped) -> addCondition(hoped, to);
      case Action.RunUnless(Condition state, _) -> addCondition(state, to);
      default -> {}
    }
  }

  private static void addCondition(Condition condition, Set<Class<?>> to) {
    to.add(condition.getClass());
    switch (condition) {
      case Condition.All(List<Condition> parts) -> parts.forEach(part -> addCondition(part, to));
      case Condition.OrderOfUndo order -> addCondition(order.state(), to);
      default -> {}
    }
  }
}
