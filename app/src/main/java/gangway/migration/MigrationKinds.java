package gangway.migration;

import gangway.json.Kinds;
import gangway.plan.Action;
import gangway.plan.Condition;

/**
 * The names in the journal of the actions and conditions of save, restore and migration.
 *
 * @see gangway.plan.PlanFormat
 */
public final class MigrationKinds {
  public static final Kinds<Action> ACTIONS =
      Kinds.of(Action.class)
          .record("release-irqs", ReleaseIrqs.class, "ReleaseLines")
          .record("resume-suspended", ResumeSuspended.class)
          .record("cancel-shutdown", CancelShutdown.class)
          .record("destroy-unfinished", DestroyUnfinished.class)
          .record("destroy-unfinished-on-host", DestroyUnfinishedOnHost.class)
          .build();

  public static final Kinds<Condition> CONDITIONS =
      Kinds.of(Condition.class)
          .record("guest-runs-on-host", RemoteCondition.GuestRunsOnHost.class, "RunsOn")
          .record("guest-has-on-host", RemoteCondition.GuestHasOnHost.class)
          .record("host-lacks-guest", RemoteCondition.HostLacksGuest.class, "LacksGuest")
          .record("host-lacks-start", RemoteCondition.HostLacksStart.class)
          .record("host-has-copy", RemoteCondition.HostHasCopy.class, "HasCopy")
          .record("file-is-on-host", RemoteCondition.FileIsOnHost.class, "FileIsOn")
          .record("file-has-mode-on-host", RemoteCondition.FileHasModeOnHost.class)
          .record("image-complete", SavedGuestCondition.ImageComplete.class, "Complete")
          .record("no-image", SavedGuestCondition.NoImage.class, "NoImage")
          .record("domain-not-paused", SavedGuestCondition.DomainNotPaused.class, "NotHeld")
          .record("guest-kernel-answers", SavedGuestCondition.GuestKernelAnswers.class, "Back")
          .record("guest-restored", SavedGuestCondition.GuestRestored.class)
          .record("image-unused", SavedGuestCondition.ImageUnused.class, "Unused")
          .record("domain-suspended", ResumeCondition.DomainSuspended.class)
          .record("domain-resumed", ResumeCondition.DomainResumed.class)
          .record("no-save-in-progress", ResumeCondition.NoSaveInProgress.class)
          .record("shutdown-not-requested", ShutdownNotRequested.class)
          .build();

  private MigrationKinds() {}
}
