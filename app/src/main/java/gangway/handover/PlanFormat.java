package gangway.handover;

import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.Kinds;
import gangway.json.RecordJson;
import gangway.machine.Ssh;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.xen.definition.Toolstack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Plans as JSON in the journal. The names here are a file format: later versions of Gangway recover
 * an interrupted operation by them. A replaced name stays as a former name of its successor; the
 * former names in this class are those of format 1.
 */
final class PlanFormat {
  static final Kinds<Request> REQUESTS =
      Kinds.of(Request.class)
          .record("hide", Request.Hide.class, "Hide")
          .record("unhide", Request.Unhide.class, "Unhide")
          .record("attach", Request.Attach.class, "Attach")
          .record("detach", Request.Detach.class, "Detach")
          .record("new-guest", Request.New.class, "New")
          .record("enable-hotplug", Request.Ready.class, "Ready")
          .build();

  static final Kinds<Reach> REACHES =
      Kinds.of(Reach.class)
          .constant("now", Reach.NOW, "NOW")
          .constant("lasting", Reach.LASTING, "LASTING")
          .build();

  static final Kinds<Manner> MANNERS =
      Kinds.of(Manner.class)
          .constant("orderly", Manner.ORDERLY, "ORDERLY")
          .constant("forced", Manner.FORCED, "FORCED")
          .build();

  static final Kinds<Toolstack> TOOLSTACKS =
      Kinds.of(Toolstack.class)
          .constant("xl", Toolstack.XL, "XL")
          .constant("libvirt", Toolstack.LIBVIRT, "VIRSH")
          .build();

  static final Kinds<Action> ACTIONS =
      Kinds.of(Action.class)
          .record("write", Action.Write.class, "Write")
          .record("replace-file", Action.ReplaceFile.class, "Replace")
          .record("require", Action.Require.class, "Assure")
          .record("run", Action.Run.class, "Run")
          .record("run-for", Action.RunFor.class, "Attempt")
          .record("run-unless", Action.RunUnless.class, "Unless")
          .record("delete-file", Action.DeleteFile.class, "Discard")
          .record("release-irqs", ReleaseIrqs.class, "ReleaseLines")
          .record("request-detach", DetachAction.RequestDetach.class, "AskToLetGo")
          .record("cancel-detach", DetachAction.CancelDetach.class, "LetKeep")
          .record("remove-stale-assignment", DetachAction.RemoveStaleAssignment.class, "ForgetGone")
          .record("require-unshared-irq", DetachAction.RequireUnsharedIrq.class, "SpareLine")
          .record("detach-by-toolstack", DetachAction.DetachByToolstack.class, "Pull")
          .record("make-folder", Action.MakeFolder.class)
          .record("create-file", Action.Create.class)
          .record("rename", Action.Move.class)
          .record("sync-file", Action.Sync.class)
          .record("delete-empty-folder", Action.DiscardEmpty.class)
          .build();

  static final Kinds<Condition> CONDITIONS =
      Kinds.of(Condition.class)
          .record("driver-is", FunctionCondition.DriverIs.class, "DrivenBy")
          .record("has-dom0-driver", FunctionCondition.HasDom0Driver.class, "DrivenInDom0")
          .record("offers-service", FunctionCondition.OffersService.class, "Serves")
          .record("pciback-slot", FunctionCondition.PcibackSlot.class, "Slot")
          .record("pciback-slot-once", FunctionCondition.PcibackSlotOnce.class, "ListedOnce")
          .record("xenstore-node-is", Condition.XenStoreNodeIs.class, "NodeIs")
          .record("domain-gone", GuestCondition.DomainGone.class, "DomainGone")
          .record("driver-loaded", FunctionCondition.DriverLoaded.class, "DriverLoaded")
          .record("file-is", Condition.FileIs.class, "FileIs")
          .record("initramfs-carries", InitramfsCarries.class, "InitramfsCarries")
          .record("command-prints", Condition.CommandPrints.class, "Tells")
          .record("all", Condition.All.class, "All")
          .record("anything", Condition.Anything.class, "Anything")
          .record("not-verifiable", Condition.NotVerifiable.class, "ToldByTool")
          .record("guest-has", AssignmentCondition.GuestHas.class, "GuestHas")
          .record("guest-lacks", AssignmentCondition.GuestLacks.class, "GuestLacks")
          .record("guest-released", AssignmentCondition.GuestReleased.class, "GuestLetGo")
          .record("guest-on-record", AssignmentCondition.GuestOnRecord.class, "OnRecord")
          .record("guest-runs-on-host", RemoteCondition.GuestRunsOnHost.class, "RunsOn")
          .record("host-lacks-guest", RemoteCondition.HostLacksGuest.class, "LacksGuest")
          .record("host-has-copy", RemoteCondition.HostHasCopy.class, "HasCopy")
          .record("file-is-on-host", RemoteCondition.FileIsOnHost.class, "FileIsOn")
          .record("image-complete", SavedGuestCondition.ImageComplete.class, "Complete")
          .record("no-image", SavedGuestCondition.NoImage.class, "NoImage")
          .record("domain-not-paused", SavedGuestCondition.DomainNotPaused.class, "NotHeld")
          .record("domain-ended", GuestCondition.DomainEnded.class, "Ended")
          .record("guest-kernel-answers", SavedGuestCondition.GuestKernelAnswers.class, "Back")
          .record("guest-runs", GuestCondition.GuestRuns.class, "Runs")
          .record("guest-not-running", GuestCondition.GuestNotRunning.class, "NotRunning")
          .record("image-unused", SavedGuestCondition.ImageUnused.class, "Unused")
          .record("definition-exists", GuestCondition.DefinitionExists.class, "Defined")
          .record("guest-started", GuestCondition.GuestStarted.class, "Started")
          .record("domain-shut-down", GuestCondition.DomainShutDown.class, "ShutDown")
          .record("tool-is-original", ToolCondition.ToolIsOriginal.class, "Itself")
          .record("tool-diverted", ToolCondition.ToolDiverted.class, "SetAside")
          .record("tool-not-diverted", ToolCondition.ToolNotDiverted.class, "NotSetAside")
          .build();

  private static final RecordJson JSON =
      new RecordJson(
          Map.of(
              Path.class,
              Path::of,
              Duration.class,
              Duration::parse,
              Ssh.class,
              Ssh::new,
              PciAddress.class,
              text -> PciAddress.parse(text).orElseThrow(IllegalArgumentException::new)),
          List.of(REQUESTS, REACHES, MANNERS, TOOLSTACKS, ACTIONS, CONDITIONS));

  private PlanFormat() {}

  /** A value as one line of JSON. */
  static String text(Record value) {
    return JsonText.of(json -> JSON.write(json, value)) + "\n";
  }

  /**
   * Reads {@link #text}.
   *
   * @param type a record, or one of the interfaces that have names here
   * @throws IllegalArgumentException if the text is not a value of that type; {@link
   *     gangway.json.UnknownName} if the text has a name that this version does not know
   */
  static <T> T parse(String text, Class<T> type) {
    return JSON.read(new JsonLine(text), type);
  }
}
