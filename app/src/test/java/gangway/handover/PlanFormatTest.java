package gangway.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Golden;
import gangway.json.KindsAssert;
import gangway.json.UnknownName;
import gangway.request.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The format of plans in the journal: another version may have to recover an interrupted operation.
 */
class PlanFormatTest {
  @Test
  void everyActionHasAPinnedName() {
    KindsAssert.assertPinned(
        PlanFormat.ACTIONS,
        PlanSamples.ACTS,
        "action",
        PlanFormat::text,
        text -> PlanFormat.parse(text, Action.class),
        List.of(
            Action.MakeFolder.class,
            Action.Create.class,
            Action.Move.class,
            Action.Sync.class,
            Action.DiscardEmpty.class));
  }

  @Test
  void everyConditionHasAPinnedName() {
    KindsAssert.assertPinned(
        PlanFormat.CONDITIONS,
        PlanSamples.STATES,
        "condition",
        PlanFormat::text,
        text -> PlanFormat.parse(text, Condition.class),
        List.of());
  }

  @Test
  void everyRequestHasAPinnedName() {
    KindsAssert.assertPinned(
        PlanFormat.REQUESTS,
        PlanSamples.REQUESTS,
        "request",
        PlanFormat::text,
        text -> PlanFormat.parse(text, Request.class),
        List.of());
  }

  @Test
  void aPlanIsWrittenAsPinnedAndReadFromBothFormats() {
    Golden.assertGolden("2/plan.json", PlanSamples.UNDERTAKING.text());
    assertThat(UndoRecord.parse(Golden.read("2/plan.json"))).isEqualTo(PlanSamples.UNDERTAKING);
    assertThat(UndoRecord.parse(Golden.read("1/plan.json"))).isEqualTo(PlanSamples.UNDERTAKING);
  }

  @Test
  void anUnknownNameIsAnErrorWithTheName() {
    String newer = PlanSamples.UNDERTAKING.text().replace("\"write\"", "\"write-by-magic\"");
    assertThatThrownBy(() -> UndoRecord.parse(newer))
        .isInstanceOf(UnknownName.class)
        .hasMessageContaining("'write-by-magic'");
  }
}
