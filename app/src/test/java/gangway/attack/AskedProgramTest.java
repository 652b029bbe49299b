package gangway.attack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.guard.AskedProgram;
import gangway.host.GuideHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program that root runs at every save. */
@Attack(Party.LOCAL_USER)
class AskedProgramTest {
  private GuideHost host;

  @BeforeEach
  void anInstalledArchive() {
    host =
        new GuideHost()
            .put("opt/gangway/bin/gangway", "#!/bin/sh\n")
            .put("opt/gangway/lib/gangway.jar", "")
            .put("opt/gangway/runtime/bin/java", "");
  }

  @Test
  void aProgramThatOnlyRootCanReplaceIsAccepted() {
    assertThatCode(() -> ask("/opt/gangway/bin/gangway")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin/gangway", "lib/gangway.jar", "runtime/bin/java"})
  void aPartThatOthersMayReplaceIsRefused(String part) {
    host.mode("opt/gangway/" + part, "rwxrwxr-x");
    assertRefused("/opt/gangway/bin/gangway", "users other than root can replace the program");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(scratch)", "`id`", "a\"b", "a\\b", "a\nb"})
  void aPathThatAShellWouldInterpretIsRefused(String folder) {
    host.put("opt/" + folder + "/bin/gangway", "");
    assertRefused("/opt/" + folder + "/bin/gangway", "has a character");
  }

  @Test
  void aMissingProgramIsRefused() {
    assertRefused("/nowhere/bin/gangway", "does not exist");
  }

  private void assertRefused(String program, String message) {
    assertThatThrownBy(() -> ask(program))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(message);
  }

  private void ask(String program) {
    new AskedProgram(Path.of(program)).mustBeSafe(host.machine());
  }
}
