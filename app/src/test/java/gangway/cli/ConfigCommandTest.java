package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gangway config}. */
class ConfigCommandTest {
  private static final String FILE = "etc/gangway/gangway.conf";

  private final GuideHost host = new GuideHost();

  @Test
  void eachValueIsShownWithItsOrigin() {
    host.put(
        FILE,
        """
        [limits]
        guest-response = 120 s
        [policies]
        never-accept = DISK-ROOT  NETWORK-SESSION
        [groups]
        storage = 03:00.0 0000:04:00.0
        """);
    Run run = run("config");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            SETTING                  VALUE                       ORIGIN
            limits.guest-response    2 min                       /etc/gangway/gangway.conf:2
            limits.forced-detach     10 s                        default
            limits.guest-start       5 min                       default
            limits.guest-shutdown    5 min                       default
            limits.host-shutdown     5 min                       default
            limits.trial-boot        10 min                      default
            limits.program           60 s                        default
            policies.never-accept    DISK-ROOT  NETWORK-SESSION  /etc/gangway/gangway.conf:4
            policies.toolstack       xl                          default
            policies.guests-at-risk  shutdown                    default
            policies.trial-confirm   manual                      default
            policies.trial-check     none                        default
            groups.storage           0000:03:00.0 0000:04:00.0   /etc/gangway/gangway.conf:6
            """);
  }

  @Test
  void withoutAFileAllValuesAreDefaults() {
    Run run = run("config");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines().stream().skip(1))
        .hasSize(12)
        .allMatch(line -> line.endsWith(" default"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "config --json"})
  void aFileWithErrorsHasNoValues(String command) {
    host.put(FILE, "[limits]\nguest-respones = 2 min\n[groups]\n");
    Run run = run(command.split(" "));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).doesNotContain("forced-detach");
    assertThat(run.out().isEmpty() || run.json().contains("error.kind=refused")).isTrue();
    assertThat(run.err())
        .contains("the configuration of this host has 1 error\n")
        .contains("/etc/gangway/gangway.conf:2: unknown setting 'guest-respones' in [limits]")
        .contains("did you mean 'guest-response'?")
        .contains("fix: correct /etc/gangway/gangway.conf");
  }

  @Test
  void anotherFileIsCheckedBeforeItIsInstalled() {
    host.put(FILE, "nonsense").put("root/new.conf", "[limits]\nprogram = 2 min");
    assertThat(run("config", "--check", "/root/new.conf").lines())
        .anyMatch(line -> line.matches("limits.program +2 min +/root/new.conf:2"));
    host.put("root/new.conf", "[limits]\nprogram = 2 m");
    Run run = run("config", "--check", "/root/new.conf");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("/root/new.conf:2: program: '2 m' is not a time");
    assertThat(run("config", "--check", "/root/none.conf").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theSampleIsAConfiguration() {
    Run sample = run("config", "--sample");
    assertThat(sample.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sample.out()).contains("\n[limits]\n", "\n#guest-response = 30 s\n");
    host.put(FILE, sample.out());
    assertThat(run("config").lines().stream().skip(1)).allMatch(line -> line.endsWith(" default"));
    assertThat(run("config", "--sample", "--json").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void aFileThatOtherUsersCanChangeIsNotUsed() {
    host.put(FILE, "[limits]\nprogram = 2 min\n");
    for (String mode : List.of("rw-rw-r--", "rw-r--rw-")) {
      host.mode(FILE, mode);
      Run run = run("config");
      assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
      assertThat(run.err())
          .contains("users other than root can change or replace '/etc/gangway/gangway.conf'")
          .contains("/etc/gangway/gangway.conf has mode", "fix: run 'chown root'");
    }
    host.mode(FILE, "rw-r--r--").mode("etc/gangway", "rwxrwxrwx");
    assertThat(run("config").exit()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aFileThatCannotBeReadIsNotAbsent() {
    host.put(FILE, "");
    Path file = Path.of("/" + FILE);
    Run run = Run.on(host.machine().unreadable(file), List.of("config"));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(FILE);
  }

  @Test
  void aLinkToNothingAndAFolderAreNotAbsent() {
    host.link(FILE, "/etc/gangway/none");
    assertThat(run("config").err()).contains("is not a file, or a link to a file that does not");
    host.without(FILE).put(FILE + "/file", "");
    assertThat(run("config").exit()).isEqualTo(ExitCode.REFUSED);
    host.without(FILE + "/file");
  }

  private Run run(String... words) {
    return Run.on(host.machine(), List.of(words));
  }
}
