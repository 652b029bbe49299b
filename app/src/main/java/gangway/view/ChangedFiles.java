package gangway.view;

import gangway.boot.FileEdit;
import gangway.plan.FileChange;
import gangway.view.PerformedSteps.PerformedStep;
import gangway.view.StepView.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that an operation has changed by itself, without a program: each once, also if several
 * steps edit it.
 */
final class ChangedFiles {
  /**
   * What happened to a file.
   *
   * @param state that of the steps that change the file; of several, the one that needs attention
   *     most
   */
  record ChangedFile(FileChange change, State state) {}

  private final Map<Path, ChangedFile> edited = new LinkedHashMap<>();
  private final List<ChangedFile> all = new ArrayList<>();

  private ChangedFiles() {}

  /** The files in the order of the steps. */
  static List<ChangedFile> of(PerformedSteps steps) {
    ChangedFiles files = new ChangedFiles();
    steps.all().stream()
        .filter(PerformedStep::begun)
        .forEach(one -> one.step().changes().forEach(change -> files.add(change, one.state())));
    return files.all.stream()
        .map(one ->
            one.change() instanceof FileChange.Edited(FileEdit edit)
                ? files.edited.getOrDefault(edit.file(), one)
                : one)
        .toList();
  }

  private void add(FileChange change, State state) {
    ChangedFile file = new ChangedFile(change, state);
    Optional<ChangedFile> earlier =
        change instanceof FileChange.Edited
            ? Optional.ofNullable(edited.get(change.file()))
            : Optional.empty();
    if (earlier.isEmpty()) {
      all.add(file);
    }
    if (change instanceof FileChange.Edited(FileEdit edit)) {
      edited.put(edit.file(), earlier.map(first -> joined(first, file)).orElse(file));
    }
  }

  /** Steps are undone in reverse order: an edit that was undone left what the first one made. */
  private static ChangedFile joined(ChangedFile first, ChangedFile next) {
    State state = worse(first.state(), next.state());
    if (next.state() == State.UNDONE && first.state() != State.UNDONE) {
      return new ChangedFile(first.change(), state);
    }
    return first.change() instanceof FileChange.Edited(FileEdit before)
            && next.change() instanceof FileChange.Edited(FileEdit after)
        ? new ChangedFile(
            new FileChange.Edited(new FileEdit(after.file(), before.before(), after.after())),
            state)
        : next;
  }

  private static State worse(State one, State other) {
    return rank(one) >= rank(other) ? one : other;
  }

  private static int rank(State state) {
    return switch (state) {
      case PLANNED, SKIPPED -> 0;
      case UNDONE -> 1;
      case DONE -> 2;
      case BEGUN -> 3;
      case FAILED -> 4;
      case NOT_UNDONE -> 5;
    };
  }
}
