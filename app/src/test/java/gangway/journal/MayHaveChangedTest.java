package gangway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a fault of the program, its journal shows whether the host may be changed. */
class MayHaveChangedTest {
  private static final Author GONE =
      new Author("root", Optional.empty(), 4711, "81234", "2f0d", Optional.empty());

  private ActingHost machine;

  @BeforeEach
  void host() {
    machine = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n").machine();
  }

  @Test
  void anOperationOfThisProcessThatIsOpenOrDoneMayHaveChangedTheHost() {
    assertThat(mayHaveChanged()).isFalse();
    OperationWriter run = begin(Author.present(machine));
    assertThat(mayHaveChanged()).as("open").isTrue();
    run.end(Outcome.DONE, List.of());
    assertThat(mayHaveChanged()).as("done").isTrue();
  }

  @Test
  void anOperationThatIsUndoneOrDeletedHasChangedNothing() {
    begin(Author.present(machine)).end(Outcome.UNDONE, List.of());
    begin(Author.present(machine)).drop();
    assertThat(mayHaveChanged()).isFalse();
  }

  @Test
  void operationsOfOtherProcessesDoNotCount() {
    begin(GONE).end(Outcome.DONE, List.of());
    begin(GONE);
    assertThat(mayHaveChanged()).isFalse();
  }

  @Test
  void whatCannotBeReadMayHaveChangedTheHost() {
    begin(GONE);
    machine.unreadable(Path.of("/var/lib/gangway/running"));
    assertThat(mayHaveChanged()).isTrue();
  }

  private boolean mayHaveChanged() {
    return new Journal(machine).mayHaveChanged();
  }

  private OperationWriter begin(Author author) {
    return OperationWriter.begin(machine, author, List.of("test"), Set.of());
  }
}
