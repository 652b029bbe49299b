package gangway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Golden;
import gangway.json.KindsAssert;
import gangway.json.UnknownName;
import gangway.migration.CancelShutdown;
import gangway.migration.DestroyUnfinished;
import gangway.migration.DestroyUnfinishedOnHost;
import gangway.migration.RemoteCondition;
import gangway.migration.ResumeCondition;
import gangway.migration.ResumeSuspended;
import gangway.migration.SavedGuestCondition;
import gangway.migration.ShutdownNotRequested;
import gangway.operation.Features;
import gangway.passthrough.AssignmentCondition;
import gangway.passthrough.AttachByToolstack;
import gangway.passthrough.DestroyUnfinishedStart;
import gangway.passthrough.DetachAction;
import gangway.passthrough.FinishFile;
import gangway.passthrough.FunctionCondition;
import gangway.passthrough.GuestCondition;
import gangway.passthrough.NextBootHides;
import gangway.passthrough.NextEntryIs;
import gangway.passthrough.ReplaceHardwareRecord;
import gangway.passthrough.RequireGenerated;
import gangway.passthrough.RequireImage;
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
        Features.PLANS.actions(),
        PlanSamples.ACTS,
        "action",
        Features.PLANS::text,
        text -> Features.PLANS.parse(text, Action.class),
        List.of(
            Action.DeleteLeftover.class,
            Action.ReplaceExecutable.class,
            Action.MakeFolder.class,
            Action.Create.class,
            Action.Move.class,
            Action.Sync.class,
            Action.DiscardEmpty.class,
            ResumeSuspended.class,
            CancelShutdown.class,
            DestroyUnfinished.class,
            AttachByToolstack.class,
            DetachAction.RequireNoSave.class,
            RequireGenerated.class,
            FinishFile.class,
            RequireImage.class,
            DestroyUnfinishedStart.class,
            ReplaceHardwareRecord.class,
            DestroyUnfinishedOnHost.class));
  }

  @Test
  void everyConditionHasAPinnedName() {
    KindsAssert.assertPinned(
        Features.PLANS.conditions(),
        PlanSamples.STATES,
        "condition",
        Features.PLANS::text,
        text -> Features.PLANS.parse(text, Condition.class),
        List.of(
            Condition.Absent.class,
            Condition.UndoBarrier.class,
            Condition.UndoneFirst.class,
            AssignmentCondition.GuestNoted.class,
            RemoteCondition.GuestHasOnHost.class,
            RemoteCondition.FileHasModeOnHost.class,
            RemoteCondition.HostLacksStart.class,
            GuestCondition.NoDomainOfStart.class,
            FunctionCondition.OfNoGuest.class,
            FunctionCondition.OfAGuest.class,
            SavedGuestCondition.GuestRestored.class,
            ResumeCondition.DomainSuspended.class,
            ResumeCondition.DomainResumed.class,
            ResumeCondition.NoSaveInProgress.class,
            ShutdownNotRequested.class,
            NextBootHides.class,
            NextEntryIs.class));
  }

  @Test
  void everyRequestHasAPinnedName() {
    KindsAssert.assertPinned(
        PlanFormat.REQUESTS,
        PlanSamples.REQUESTS,
        "request",
        Features.PLANS::text,
        text -> Features.PLANS.parse(text, Request.class),
        List.of());
  }

  @Test
  void aPlanIsWrittenAsPinnedAndReadFromBothFormats() {
    Golden.assertGolden("2/plan.json", Features.PLANS.text(PlanSamples.UNDERTAKING));
    assertThat(Features.PLANS.parse(Golden.read("2/plan.json"), UndoRecord.class))
        .isEqualTo(PlanSamples.UNDERTAKING);
    assertThat(Features.PLANS.parse(Golden.read("1/plan.json"), UndoRecord.class))
        .isEqualTo(PlanSamples.UNDERTAKING);
  }

  @Test
  void aPlanWithoutACompletionIsReadToo() {
    String before = Golden.read("2/plan.json").replace(",\"completion\":null", "");
    assertThat(before).doesNotContain("completion");
    assertThat(Features.PLANS.parse(before, UndoRecord.class)).isEqualTo(PlanSamples.UNDERTAKING);
  }

  /** Versions before it used the limit of the host for each command with the same time. */
  @Test
  void aCommandWithoutTheSourceOfItsLimitIsReadToo() {
    String before = Golden.read("2/action/run-for.json").replace(",\"source\":\"program\"", "");
    assertThat(before).doesNotContain("source");
    assertThat(Features.PLANS.parse(before, Action.class))
        .isEqualTo(Features.PLANS.parse(Golden.read("2/action/run-for.json"), Action.class));
  }

  @Test
  void aPlanOfSeveralRequestsIsWrittenAsPinned() {
    Golden.assertGolden("2/plan-of-requests.json", Features.PLANS.text(PlanSamples.SEVERAL));
    assertThat(Features.PLANS.parse(Golden.read("2/plan-of-requests.json"), UndoRecord.class))
        .isEqualTo(PlanSamples.SEVERAL);
    assertThat(PlanSamples.SEVERAL.requests()).hasSize(3);
  }

  /** Versions before it wrote plans of one request. */
  @Test
  void aPlanWithoutFollowingRequestsIsReadToo() {
    String before = Golden.read("2/plan.json").replace(",\"following\":null", "");
    assertThat(before).doesNotContain("following");
    assertThat(Features.PLANS.parse(before, UndoRecord.class)).isEqualTo(PlanSamples.UNDERTAKING);
  }

  @Test
  void anUnknownNameIsAnErrorWithTheName() {
    String newer =
        Features.PLANS.text(PlanSamples.UNDERTAKING).replace("\"write\"", "\"write-by-magic\"");
    assertThatThrownBy(() -> Features.PLANS.parse(newer, UndoRecord.class))
        .isInstanceOf(UnknownName.class)
        .hasMessageContaining("'write-by-magic'");
  }
}
