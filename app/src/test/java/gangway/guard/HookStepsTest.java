package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.machine.LiveMachine;
import gangway.plan.Action;
import gangway.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a hook on a real file system: complete with their mode, or absent. */
class HookStepsTest {
  private static final String TEXT = "#!/bin/sh\nexit 0\n";

  private final LiveMachine machine = new LiveMachine();
  private Path hooks = Path.of("");
  private Path hook = Path.of("");

  @BeforeEach
  void folder(@TempDir Path top) {
    hooks = top.resolve("hooks/libxl.d");
    hook = hooks.resolve("gangway");
  }

  private void perform(List<Action> acts) {
    acts.forEach(act -> act.perform(machine));
  }

  @Test
  void aHookIsInstalledWithItsModeAndNoTemporaryFileRemains() {
    Step step = HookSteps.hook(hook, TEXT);
    perform(step.acts());

    assertThat(step.after().isMet(machine)).isTrue();
    assertThat(hook).isExecutable().hasContent(TEXT);
    assertThat(machine.list(hooks)).containsExactly("gangway");
    assertThat(machine.list(hooks.resolveSibling(""))).containsExactly("libxl.d");
  }

  @Test
  void anUndoAfterAnyActionRemovesAllFiles() {
    Step step = HookSteps.hook(hook, TEXT);
    for (int done = 0; done <= step.acts().size(); done++) {
      perform(step.acts().subList(0, done));
      perform(step.undo());
      assertThat(step.before().isMet(machine)).as("after %d actions", done).isTrue();
      assertThat(hooks).as("after %d actions", done).doesNotExist();
    }
  }

  @Test
  void otherFilesInTheFolderRemain() throws IOException {
    Path other = Files.createFile(Files.createDirectories(hooks).resolve("other"));
    Step step = HookSteps.hook(hook, TEXT);
    perform(step.acts());
    perform(step.undo());

    assertThat(hook).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void aTemporaryFileOfAnotherProgramIsNotOverwritten() throws IOException {
    Path beside = Files.createDirectories(hooks).resolveSibling(".gangway.new");
    Files.writeString(beside, "not ours");

    assertThatThrownBy(() -> perform(HookSteps.hook(hook, TEXT).acts()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("was created by another program");
    assertThat(beside).hasContent("not ours");
  }
}
