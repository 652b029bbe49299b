package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gangway.attack.Attack;
import gangway.attack.Party;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTest {

  @Test
  void theTextOfACommandIsItsCommandLine() {
    Command command = Command.of("xl", "pci-attach", "3", "0000:09:00.0");
    assertThat(command).hasToString("xl pci-attach 3 0000:09:00.0");
    assertThat(command.program()).isEqualTo("xl");
  }

  @Test
  void inputAndLimitAreSetSeparately() {
    Command command = Command.of("virsh").withInput("<x/>").within(Duration.ofSeconds(5));
    assertThat(command)
        .isEqualTo(new Command(List.of("virsh"), "<x/>", Optional.of(Duration.ofSeconds(5))));
    assertThat(command.unlimited().limit()).isEmpty();
  }

  @Test
  void aCommandNeedsAProgram() {
    assertThatIllegalArgumentException().isThrownBy(Command::of);
  }

  @Test
  void theComplaintIsStandardErrorOrElseStandardOutput() {
    assertThat(new Result(1, "said", " one \n\n two\n").complaint()).containsExactly("one", "two");
    assertThat(new Result(1, "said\n", " \n").complaint()).containsExactly("said");
  }

  @Attack({Party.GUEST, Party.OTHER_HOST})
  @Test
  void ofALongComplaintTheFirstAndTheLastLinesAreKept() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 100_000; i++) {
      lines.append("line ").append(i).append('\n');
    }
    List<String> complaint = new Result(1, "", lines.toString()).complaint();
    assertThat(complaint).hasSize(101).startsWith("line 1").endsWith("line 100000");
    assertThat(complaint.get(50)).isEqualTo("[99900 lines omitted]");

    List<String> line = new Result(1, "", "a".repeat(1 << 24) + "z").complaint();
    assertThat(line).hasSize(1);
    assertThat(line.getFirst()).hasSizeLessThanOrEqualTo(600).startsWith("aaa").endsWith("az");
  }
}
