package gangway.plan;

import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.Kinds;
import gangway.json.RecordJson;
import gangway.machine.LimitSource;
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
 * Plans as JSON in the journal. The names of requests, actions and conditions are a file format:
 * later versions of Gangway recover an interrupted operation by them. A replaced name stays as a
 * former name of its successor; the former names are those of format 1.
 *
 * <p>This class names the general actions and conditions; each feature names its own.
 */
public final class PlanFormat {
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

  static final Kinds<LimitSource> LIMIT_SOURCES =
      Kinds.of(LimitSource.class)
          .constant("program", LimitSource.PROGRAM)
          .constant("guest-start", LimitSource.GUEST_START)
          .constant("command", LimitSource.COMMAND)
          .build();

  static final Kinds<Action> ACTIONS =
      Kinds.of(Action.class)
          .record("write", Action.Write.class, "Write")
          .record("replace-file", Action.ReplaceFile.class, "Replace")
          .record("replace-executable", Action.ReplaceExecutable.class)
          .record("require", Action.Require.class, "Assure")
          .record("run", Action.Run.class, "Run")
          .record("run-for", Action.RunFor.class, "Attempt")
          .record("run-unless", Action.RunUnless.class, "Unless")
          .record("delete-file", Action.DeleteFile.class, "Discard")
          .record("delete-leftover", Action.DeleteLeftover.class)
          .record("make-folder", Action.MakeFolder.class)
          .record("create-file", Action.Create.class)
          .record("rename", Action.Move.class)
          .record("sync-file", Action.Sync.class)
          .record("delete-empty-folder", Action.DiscardEmpty.class)
          .build();

  static final Kinds<Condition> CONDITIONS =
      Kinds.of(Condition.class)
          .record("xenstore-node-is", Condition.XenStoreNodeIs.class, "NodeIs")
          .record("file-is", Condition.FileIs.class, "FileIs")
          .record("command-prints", Condition.CommandPrints.class, "Tells")
          .record("all", Condition.All.class, "All")
          .record("absent", Condition.Absent.class)
          .record("undo-barrier", Condition.UndoBarrier.class)
          .record("undone-first", Condition.UndoneFirst.class)
          .record("anything", Condition.NeverUndone.class, "Anything")
          .record("not-verifiable", Condition.NotVerifiable.class, "ToldByTool")
          .build();

  private final Kinds<Action> actions;
  private final Kinds<Condition> conditions;
  private final RecordJson json;

  /**
   * The format of plans with the general actions and conditions, and those of features.
   *
   * @throws IllegalArgumentException if two features use the same name
   */
  public PlanFormat(
      List<Kinds<Action>> actionsOfFeatures, List<Kinds<Condition>> conditionsOfFeatures) {
    actions = together(Action.class, ACTIONS, actionsOfFeatures);
    conditions = together(Condition.class, CONDITIONS, conditionsOfFeatures);
    json =
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
            List.of(REQUESTS, REACHES, MANNERS, TOOLSTACKS, LIMIT_SOURCES, actions, conditions));
  }

  private static <T> Kinds<T> together(Class<T> type, Kinds<T> general, List<Kinds<T>> features) {
    Kinds.Builder<T> all = Kinds.of(type).all(general);
    features.forEach(all::all);
    return all.build();
  }

  /** The names of all actions. */
  public Kinds<Action> actions() {
    return actions;
  }

  /** The names of all conditions. */
  public Kinds<Condition> conditions() {
    return conditions;
  }

  /** A value as one line of JSON. */
  public String text(Record value) {
    return JsonText.of(writer -> json.write(writer, value)) + "\n";
  }

  /**
   * Reads {@link #text}.
   *
   * @param type a record, or one of the interfaces that have names here
   * @throws IllegalArgumentException if the text is not a value of that type; {@link
   *     gangway.json.UnknownName} if the text has a name that this version does not know
   */
  public <T> T parse(String text, Class<T> type) {
    return json.read(new JsonLine(text), type);
  }
}
