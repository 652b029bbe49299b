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
 * How plans are written in the journal: an interrupted operation is recovered by another version.
 */
class PlanFormatTest {
  @Test
  void everyActionHasAPinnedName() {
    KindsAssert.assertPinned(
        PlanFormat.ACTIONS,
        PlanSamples.ACTS,
        "action",
        PlanFormat::text,
        text -> PlanFormat.parse(text, Act.class),
        List.of(
            Act.MakeFolder.class,
            Act.Create.class,
            Act.Move.class,
            Act.Sync.class,
            Act.DiscardEmpty.class));
  }

  @Test
  void everyConditionHasAPinnedName() {
    KindsAssert.assertPinned(
        PlanFormat.CONDITIONS,
        PlanSamples.STATES,
        "condition",
        PlanFormat::text,
        text -> PlanFormat.parse(text, State.class),
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
    assertThat(Undertaking.parse(Golden.read("2/plan.json"))).isEqualTo(PlanSamples.UNDERTAKING);
    assertThat(Undertaking.parse(Golden.read("1/plan.json"))).isEqualTo(PlanSamples.UNDERTAKING);
  }

  @Test
  void anUnknownNameIsAnErrorThatTellsTheName() {
    String newer = PlanSamples.UNDERTAKING.text().replace("\"write\"", "\"write-by-magic\"");
    assertThatThrownBy(() -> Undertaking.parse(newer))
        .isInstanceOf(UnknownName.class)
        .hasMessageContaining("'write-by-magic'");
  }
}
