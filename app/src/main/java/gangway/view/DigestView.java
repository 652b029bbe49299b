package gangway.view;

import gangway.operation.ApplyOperation;
import gangway.operation.ArgumentWords;
import gangway.operation.PlanDigest;
import gangway.operation.RemapOperation;
import gangway.operation.RequestOperation;
import gangway.operation.SettingChange;
import gangway.operation.StatePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * What identifies the plan of a report of {@code --dry-run}.
 *
 * @param digest identifies request, findings and plan, for {@code --digest}
 * @param commandLine the words of the command line that performs the plan
 */
public record DigestView(PlanDigest digest, List<String> commandLine) implements View {
  public DigestView {
    commandLine = List.copyOf(commandLine);
  }

  public static DigestView of(RequestOperation.Planned planned) {
    RequestOperation.Checked checked = planned.checked();
    return new DigestView(planned.digest(), CommandWords.of(checked.asked(), checked.accepted()));
  }

  public static DigestView of(StatePlan planned) {
    List<String> words = new ArrayList<>(List.of(CommandWords.PROGRAM));
    words.addAll(planned.words());
    return new DigestView(planned.digest(), words);
  }

  /**
   * The view of a declaration that was compared with a host.
   *
   * @param file as on the command line
   */
  public static DigestView of(ApplyOperation.Checked checked, String file) {
    List<String> words = new ArrayList<>(List.of(CommandWords.PROGRAM, "apply"));
    words.addAll(CommandWords.accepting(checked.accepted()));
    words.addAll(ArgumentWords.of(List.of(file)));
    return new DigestView(checked.digest(), words);
  }

  /** The view of settings that were compared with the devices of a host. */
  public static DigestView of(RemapOperation.Checked checked) {
    List<String> words = new ArrayList<>(List.of(CommandWords.PROGRAM, "remap"));
    words.addAll(CommandWords.accepting(checked.accepted()));
    return new DigestView(checked.digest(), words);
  }

  /** The view of the plan of a setting. */
  public static DigestView of(PlanDigest digest, SettingChange change) {
    List<String> words = new ArrayList<>(List.of(CommandWords.PROGRAM, change.words().getFirst()));
    words.addAll(change.options());
    words.addAll(ArgumentWords.of(change.words().subList(1, change.words().size())));
    return new DigestView(digest, words);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("digest", digest.toString());
    json.texts("commandLine", commandLine);
  }
}
