package gangway.handover;

import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.Kinds;
import gangway.json.RecordJson;
import gangway.machine.Ssh;
import gangway.pci.Address;
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
          .constant("libvirt", Toolstack.VIRSH, "VIRSH")
          .build();

  static final Kinds<Act> ACTIONS =
      Kinds.of(Act.class)
          .record("write", Act.Write.class, "Write")
          .record("replace-file", Act.Replace.class, "Replace")
          .record("require", Act.Assure.class, "Assure")
          .record("run", Act.Run.class, "Run")
          .record("run-for", Act.Attempt.class, "Attempt")
          .record("run-unless", Act.Unless.class, "Unless")
          .record("delete-file", Act.Discard.class, "Discard")
          .record("release-irqs", Act.ReleaseLines.class, "ReleaseLines")
          .record("request-detach", Act.AskToLetGo.class, "AskToLetGo")
          .record("cancel-detach", Act.LetKeep.class, "LetKeep")
          .record("remove-stale-assignment", Act.ForgetGone.class, "ForgetGone")
          .record("require-unshared-irq", Act.SpareLine.class, "SpareLine")
          .record("detach-by-toolstack", Act.Pull.class, "Pull")
          .record("make-folder", Act.MakeFolder.class)
          .record("create-file", Act.Create.class)
          .record("rename", Act.Move.class)
          .record("sync-file", Act.Sync.class)
          .record("delete-empty-folder", Act.DiscardEmpty.class)
          .build();

  static final Kinds<State> CONDITIONS =
      Kinds.of(State.class)
          .record("driver-is", State.DrivenBy.class, "DrivenBy")
          .record("has-dom0-driver", State.DrivenInDom0.class, "DrivenInDom0")
          .record("offers-service", State.Serves.class, "Serves")
          .record("pciback-slot", State.Slot.class, "Slot")
          .record("pciback-slot-once", State.ListedOnce.class, "ListedOnce")
          .record("xenstore-node-is", State.NodeIs.class, "NodeIs")
          .record("domain-gone", State.DomainGone.class, "DomainGone")
          .record("driver-loaded", State.DriverLoaded.class, "DriverLoaded")
          .record("file-is", State.FileIs.class, "FileIs")
          .record("initramfs-carries", State.InitramfsCarries.class, "InitramfsCarries")
          .record("command-prints", State.Tells.class, "Tells")
          .record("all", State.All.class, "All")
          .record("anything", State.Anything.class, "Anything")
          .record("not-verifiable", State.ToldByTool.class, "ToldByTool")
          .record("guest-has", GuestState.GuestHas.class, "GuestHas")
          .record("guest-lacks", GuestState.GuestLacks.class, "GuestLacks")
          .record("guest-released", GuestState.GuestLetGo.class, "GuestLetGo")
          .record("guest-on-record", GuestState.OnRecord.class, "OnRecord")
          .record("guest-runs-on-host", RemoteState.RunsOn.class, "RunsOn")
          .record("host-lacks-guest", RemoteState.LacksGuest.class, "LacksGuest")
          .record("host-has-copy", RemoteState.HasCopy.class, "HasCopy")
          .record("file-is-on-host", RemoteState.FileIsOn.class, "FileIsOn")
          .record("image-complete", SavedState.Complete.class, "Complete")
          .record("no-image", SavedState.NoImage.class, "NoImage")
          .record("domain-not-paused", SavedState.NotHeld.class, "NotHeld")
          .record("domain-ended", SavedState.Ended.class, "Ended")
          .record("guest-kernel-answers", SavedState.Back.class, "Back")
          .record("guest-runs", SavedState.Runs.class, "Runs")
          .record("guest-not-running", SavedState.NotRunning.class, "NotRunning")
          .record("image-unused", SavedState.Unused.class, "Unused")
          .record("definition-exists", StartState.Defined.class, "Defined")
          .record("guest-started", StartState.Started.class, "Started")
          .record("domain-shut-down", StartState.ShutDown.class, "ShutDown")
          .record("tool-is-original", ToolState.Itself.class, "Itself")
          .record("tool-diverted", ToolState.SetAside.class, "SetAside")
          .record("tool-not-diverted", ToolState.NotSetAside.class, "NotSetAside")
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
              Address.class,
              text -> Address.parse(text).orElseThrow(IllegalArgumentException::new)),
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
