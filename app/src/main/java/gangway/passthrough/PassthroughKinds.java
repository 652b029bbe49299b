package gangway.passthrough;

import gangway.json.Kinds;
import gangway.plan.Action;
import gangway.plan.Condition;

/**
 * The names in the journal of the actions and conditions of PCI passthrough.
 *
 * @see gangway.plan.PlanFormat
 */
public final class PassthroughKinds {
  public static final Kinds<Action> ACTIONS =
      Kinds.of(Action.class)
          .record("request-detach", DetachAction.RequestDetach.class, "AskToLetGo")
          .record("cancel-detach", DetachAction.CancelDetach.class, "LetKeep")
          .record("require-no-save", DetachAction.RequireNoSave.class)
          .record("remove-stale-assignment", DetachAction.RemoveStaleAssignment.class, "ForgetGone")
          .record("require-unshared-irq", DetachAction.RequireUnsharedIrq.class, "SpareLine")
          .record("detach-by-toolstack", DetachAction.DetachByToolstack.class, "Pull")
          .record("attach-by-toolstack", AttachByToolstack.class)
          .record("require-generated", RequireGenerated.class)
          .record("finish-file", FinishFile.class)
          .record("require-image", RequireImage.class)
          .record("destroy-unfinished-start", DestroyUnfinishedStart.class)
          .record("replace-hardware-record", ReplaceHardwareRecord.class)
          .build();

  public static final Kinds<Condition> CONDITIONS =
      Kinds.of(Condition.class)
          .record("driver-is", FunctionCondition.DriverIs.class, "DrivenBy")
          .record("has-dom0-driver", FunctionCondition.HasDom0Driver.class, "DrivenInDom0")
          .record("offers-service", FunctionCondition.OffersService.class, "Serves")
          .record("of-no-guest", FunctionCondition.OfNoGuest.class)
          .record("of-a-guest", FunctionCondition.OfAGuest.class)
          .record("pciback-slot", FunctionCondition.PcibackSlot.class, "Slot")
          .record("pciback-slot-once", FunctionCondition.PcibackSlotOnce.class, "ListedOnce")
          .record("domain-gone", GuestCondition.DomainGone.class, "DomainGone")
          .record("driver-loaded", FunctionCondition.DriverLoaded.class, "DriverLoaded")
          .record("initramfs-carries", InitramfsCarries.class, "InitramfsCarries")
          .record("next-boot-hides", NextBootHides.class)
          .record("next-entry-is", NextEntryIs.class)
          .record("guest-has", AssignmentCondition.GuestHas.class, "GuestHas")
          .record("guest-lacks", AssignmentCondition.GuestLacks.class, "GuestLacks")
          .record("guest-released", AssignmentCondition.GuestReleased.class, "GuestLetGo")
          .record("guest-on-record", AssignmentCondition.GuestOnRecord.class, "OnRecord")
          .record("guest-noted", AssignmentCondition.GuestNoted.class)
          .record("domain-ended", GuestCondition.DomainEnded.class, "Ended")
          .record("guest-runs", GuestCondition.GuestRuns.class, "Runs")
          .record("guest-not-running", GuestCondition.GuestNotRunning.class, "NotRunning")
          .record("definition-exists", GuestCondition.DefinitionExists.class, "Defined")
          .record("no-domain-of-start", GuestCondition.NoDomainOfStart.class)
          .record("guest-started", GuestCondition.GuestStarted.class, "Started")
          .record("domain-shut-down", GuestCondition.DomainShutDown.class, "ShutDown")
          .build();

  private PassthroughKinds() {}
}
