package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.machine.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host of the tests answers what a test declares, and nothing else. */
class ToolAnswersTest {
  private static final Command QUESTION = Command.of("lvs", "--noheadings");

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void aQueryThatIsNotDeclaredFailsTheTest() {
    assertThatThrownBy(() -> host.machine().ask(QUESTION))
        .isInstanceOf(Undeclared.class)
        .hasMessageContaining("lvs --noheadings");
  }

  @Test
  void anActThatIsNotDeclaredFailsTheTest() {
    for (String line :
        new String[] {"lvremove vg/root", "xl reboot 3", "install -m 755 /a /b", "cp /a /b"}) {
      assertThatThrownBy(() -> host.machine().run(Command.of(line.split(" "))))
          .as(line)
          .isInstanceOf(Undeclared.class)
          .hasMessageContaining(line);
    }
  }

  @Test
  void declaredQueriesAreAnswered() {
    host.withoutProgram("lvs");
    assertThat(host.machine().ask(QUESTION)).isEmpty();
    host.answer(QUESTION.toString(), "root\n");
    assertThat(host.machine().told(QUESTION)).contains("root\n");
    assertThatThrownBy(() -> host.machine().ask(Command.of("lvs", "--all")))
        .isInstanceOf(Undeclared.class);
    host.withoutAnswer(QUESTION.toString());
    assertThat(host.machine().ask(QUESTION)).isEmpty();
  }

  @Test
  void aQueryToAnotherHostIsDeclaredOnThatHost() {
    Command there =
        Command.of(
            "ssh",
            "-o",
            "BatchMode=yes",
            "-o",
            "ServerAliveInterval=15",
            "there",
            "lvs --noheadings");
    assertThatThrownBy(() -> host.machine().ask(there)).isInstanceOf(Undeclared.class);
    GuideHost reached = new GuideHost();
    ActingHost machine = host.machine().reaching("there", reached);
    assertThatThrownBy(() -> machine.ask(there)).isInstanceOf(Undeclared.class);
    reached.answer(QUESTION.toString(), "root\n");
    assertThat(machine.told(there)).contains("root\n");
    assertThat(host.machine().notReaching("there").told(there)).isEmpty();
  }
}
