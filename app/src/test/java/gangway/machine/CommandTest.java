package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
