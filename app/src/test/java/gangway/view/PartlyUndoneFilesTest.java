package gangway.view;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.boot.FileEdit;
import gangway.plan.FileChange;
import gangway.plan.Step;
import gangway.view.ChangedFiles.ChangedFile;
import gangway.view.PerformedSteps.PerformedStep;
import gangway.view.StepView.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two steps of an operation edit a file, and the operation is interrupted. */
class PartlyUndoneFilesTest {
  private static final Path FILE = Path.of("/etc/x");

  private static FileEdit edit(String before, String after) {
    return new FileEdit(FILE, Optional.of(before), Optional.of(after));
  }

  private static ChangedFile shown(State first, State second) {
    List<ChangedFile> files =
        ChangedFiles.of(
            new PerformedSteps(
                List.of(
                    performed(1, edit("a", "b"), first), performed(2, edit("b", "c"), second))));
    assertThat(files).hasSize(1);
    return files.getFirst();
  }

  private static PerformedStep performed(int number, FileEdit edit, State state) {
    return new PerformedStep(number, Step.replacing("edit", edit), state, List.of());
  }

  @Test
  void bothEditsAreOneDifference() {
    assertThat(shown(State.DONE, State.DONE))
        .isEqualTo(new ChangedFile(new FileChange.Edited(edit("a", "c")), State.DONE));
  }

  /** The undo was interrupted before the first step. */
  @Test
  void anEditThatWasUndoneIsNotShownAsDone() {
    assertThat(shown(State.DONE, State.UNDONE))
        .isEqualTo(new ChangedFile(new FileChange.Edited(edit("a", "b")), State.DONE));
    assertThat(shown(State.NOT_UNDONE, State.UNDONE))
        .isEqualTo(new ChangedFile(new FileChange.Edited(edit("a", "b")), State.NOT_UNDONE));
  }

  @Test
  void whatWasUndoneAsAWholeIsShownAsUndone() {
    assertThat(shown(State.UNDONE, State.UNDONE))
        .isEqualTo(new ChangedFile(new FileChange.Edited(edit("a", "c")), State.UNDONE));
  }
}
