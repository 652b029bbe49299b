package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Interrupted;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting of the configuration has its effect, and a configuration with errors has none. */
class ConfigurationInUseTest {
  private static final String FILE = "etc/gangway/gangway.conf";
  private static final String BROKEN =
      """
      [limits]
      guest-respones = 2 min
      [groups]
      cards = %s %s
      """
          .formatted(CARD, TWIN);

  private GuideHost host;

  @BeforeEach
  void host() {
    long pid = ProcessHandle.current().pid();
    host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put(
                "proc/" + pid + "/stat",
                pid + " (java) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 7 21 4242 23 24\n")
            .hidden(CARD, TWIN);
  }

  @ParameterizedTest
  @CsvSource({"30, ''", "120, guest-response = 2 min", "8, guest-response = 8 s"})
  void aGuestIsAwaitedForItsTime(int seconds, String setting) {
    host.given(3, CARD);
    configure("[limits]\n" + setting);

    ActingHost machine = host.machine().withDeafGuests();

    Run run = run(machine, "detach --now pv1 09:00.0");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(machine.waits()).containsOnly(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"10, ''", "60, forced-detach = 60 s"})
  void aForcedDetachWaitsForItsTime(int seconds, String setting) {
    host.given(3, CARD);
    configure("[limits]\n" + setting);

    ActingHost machine = host.machine().withDeafGuests();

    Run run = run(machine, "detach --now --force pv1 09:00.0");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(machine.waits().getFirst()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"5, ''", "9, host-shutdown = 9 min"})
  void theShutdownOfTheHostWaitsForItsTime(int minutes, String setting) {
    host.given(3, CARD);
    configure("[limits]\n" + setting);

    ActingHost machine = host.machine().withDeafGuests();

    Run run = run(machine, "guard shutdown");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("did not shut down within %d s".formatted(minutes * 60));
    assertThat(machine.waits()).containsOnly(Duration.ofMinutes(minutes));
  }

  @ParameterizedTest
  @CsvSource({"shutdown, xl shutdown 3", "ignore, ''"})
  void aGuestAtRiskWithoutAPolicyHasThatOfTheHost(String policy, String command) {
    host.given(3, CARD);
    configure("[policies]\nguests-at-risk = " + policy);
    ActingHost machine = host.machine();

    Run run = run(machine, "guard shutdown");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(machine.acts())
        .containsExactlyElementsOf(command.isEmpty() ? List.of() : List.of("run " + command));
  }

  @Test
  void aGuestAtRiskIsSavedIfTheHostSaysSo() {
    host.given(3, CARD);
    configure("[policies]\nguests-at-risk = save");
    Run run = run(host.machine().withModuleSaying(3, "1 0"), "guard shutdown");
    assertThat(run.out()).contains("pv1 (domain 3) is saved");
  }

  @Test
  void aPolicyOfAGuestCountsMoreThanThatOfTheHost() {
    host.given(3, CARD).put("etc/gangway/shutdown-policy", "shutdown pv1\n");
    configure("[policies]\nguests-at-risk = ignore");
    ActingHost machine = host.machine();
    assertThat(run(machine, "guard shutdown").exit()).isEqualTo(ExitCode.DONE);
    assertThat(machine.acts()).containsExactly("run xl shutdown 3");
  }

  /** The host does not wait until somebody has corrected the file. */
  @Test
  void guestsAreShutDownWithTheDefaultsIfTheConfigurationHasErrors() {
    host.given(3, CARD);
    configure(BROKEN);
    ActingHost machine = host.machine();
    Run run = run(machine, "guard shutdown");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err())
        .contains("gangway.conf:2: unknown setting", "the defaults of all settings are used");
    assertThat(machine.acts()).containsExactly("run xl shutdown 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hide --now --accept DISK-ROOT=00:1f.2 00:1f.2",
        "hide --dry-run --accept DISK-ROOT 00:1f.2",
        "check hide --accept DISK-ROOT 00:1f.2",
        "recover --accept GUEST-MAY-RUN-ELSEWHERE pv1"
      })
  void aFindingThatThePolicyNamesCannotBeAccepted(String command) {
    configure("[policies]\nnever-accept = DISK-ROOT GUEST-MAY-RUN-ELSEWHERE");
    SortedMap<String, String> before = host.everything();

    Run run = run(host.machine(), command);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains("the policy of this host does not permit --accept ")
        .contains(
            "  /etc/gangway/gangway.conf:2: never-accept = DISK-ROOT GUEST-MAY-RUN-ELSEWHERE\n");
    assertThat(host.changesSince(before)).isEmpty();
  }

  /** The finding names the line instead of the option that the next command would refuse. */
  @Test
  void aFindingThatThePolicyNamesDoesNotOfferTheOption() {
    String line = "/etc/gangway/gangway.conf:2: never-accept = DISK-ROOT";
    for (String command : List.of("check hide 00:1f.2", "hide 00:1f.2", "hide --dry-run 00:1f.2")) {
      configure("");
      String without = said(run(host.machine(), command));
      configure("[policies]\nnever-accept = DISK-ROOT");
      String with = said(run(host.machine(), command));
      assertThat(without).contains("  to proceed anyway: --accept DISK-ROOT=0000:00:1f.2\n");
      assertThat(with)
          .isEqualTo(
              without.replace(
                  "  to proceed anyway: --accept DISK-ROOT=0000:00:1f.2\n",
                  "  the configuration forbids to accept it: " + line + "\n"))
          .contains("  to proceed anyway: --accept DISK-IN-USE\n");

      String json = run(host.machine(), command + " --json").out();
      assertThat(json)
          .contains(
              "\"code\":\"DISK-ROOT\",\"severity\":\"blocks\",\"acceptWith\":\"nothing\","
                  + "\"acceptForbiddenBy\":\"%s\",".formatted(line),
              "\"code\":\"DISK-IN-USE\",\"severity\":\"blocks\",\"acceptWith\":\"code\",\"accepted\"");
    }
  }

  @Test
  void theExplanationOfAFindingThatThePolicyNamesDoesNotOfferTheOption() {
    configure("[policies]\nnever-accept = DISK-ROOT");

    assertThat(run(host.machine(), "explain DISK-ROOT").out())
        .contains(
            """
            DISK-ROOT
            blocks:  yes; the configuration forbids to accept it:
                     /etc/gangway/gangway.conf:2: never-accept = DISK-ROOT
            """)
        .doesNotContain("--accept");
    assertThat(run(host.machine(), "explain DISK-ROOT --json").out())
        .contains("/etc/gangway/gangway.conf:2: never-accept = DISK-ROOT")
        .doesNotContain("--accept");
    assertThat(run(host.machine(), "explain DISK-IN-USE").out())
        .endsWith("accept:  --accept DISK-IN-USE\n");
  }

  private static String said(Run run) {
    return run.out() + run.err();
  }

  @Test
  void anotherFindingCanStillBeAccepted() {
    configure("[policies]\nnever-accept = DISK-ROOT");
    assertThat(run(host.machine(), "check hide --accept DISK-IN-USE 00:1f.2").err())
        .doesNotContain("policy");
  }

  @Test
  void aNewGuestHasTheToolstackOfTheHost() {
    host.put("srv/vmlinux", "");
    String command = "new --dry-run db1 --kernel /srv/vmlinux";
    assertThat(run(host.machine(), command).out()).contains("define guest db1 for xl\n");
    configure("[policies]\ntoolstack = libvirt");
    assertThat(run(host.machine(), command).printed()).doesNotContain("define guest db1 for xl\n");
    assertThat(run(host.machine(), command + " --toolstack xl").out())
        .contains("define guest db1 for xl\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unhide --dry-run --now %s",
        "unhide --dry-run %s",
        "attach --dry-run --now pv1 %s",
        "check attach --json pv1 %s",
        "check unhide --json %s",
        "boot-config %s"
      })
  void aGroupStandsForItsFunctions(String command) {
    configure("[groups]\ncards = %s %s\n".formatted(CARD, TWIN));

    Run group = run(host.machine(), command.formatted("@cards"));

    assertThat(group.exit()).as(group.err()).isEqualTo(ExitCode.DONE);
    assertThat(group)
        .isEqualTo(run(host.machine(), command.formatted(CARD + " " + TWIN)))
        .isEqualTo(run(host.machine(), command.formatted("@cards " + TWIN)));
  }

  @Test
  void aGroupCanBeHiddenAndDetachedAndGivenToANewGuest() {
    configure("[groups]\ncards = %s\nrest = %s\n".formatted(CARD, OTHER_TWIN));
    host.put("srv/vmlinux", "").given(3, CARD);
    assertThat(run(host.machine(), "detach --dry-run --now pv1 @cards").out())
        .contains("detach %s from guest pv1".formatted(CARD));
    assertThat(run(host.machine(), "hide --dry-run --now @rest").out())
        .contains("bind " + OTHER_TWIN);
    host.given(3).hidden(OTHER_TWIN);
    assertThat(run(host.machine(), "new --dry-run db1 --kernel /srv/vmlinux --pci @rest").out())
        .contains("pci = [ \"%s\" ]".formatted(OTHER_TWIN));
    assertThat(run(host.machine(), "hide @rest").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run(host.machine(), "history").out()).contains("hide @rest");
  }

  @Test
  void aFunctionOfAGroupThatTheHostLacksIsNamedWithItsLine() {
    configure("[groups]\ncards = %s 0000:77:00.0\n".formatted(CARD));
    SortedMap<String, String> before = host.everything();
    Run run = run(host.machine(), "attach pv1 @cards");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("group '@cards' has 0000:77:00.0, but this machine has no such PCI function")
        .contains("  /etc/gangway/gangway.conf:2: cards = 0000:09:00.0 0000:77:00.0\n");
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(run(host.machine(), "boot-config --driver e1000e @cards").out()).contains("77:00.0");
  }

  @Test
  void anUnknownGroupIsRefusedWithTheNearestName() {
    assertThat(run(host.machine(), "hide @card").err())
        .contains("there is no group '@card'", "/etc/gangway/gangway.conf does not exist");
    configure("[groups]\ncards = %s\n".formatted(CARD));
    Run run = run(host.machine(), "hide @card");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("there is no group '@card'", "did you mean '@cards'?");
  }

  /** systemd would not shut down the guests in order if this failed at boot. */
  @Test
  void withoutASavedGuestErrorsOfTheConfigurationDoNotStopTheStartOfTheHost() {
    configure(BROKEN);
    assertThat(run(host.machine(), "guard resume").exit()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hide 0a:04.1",
        "unhide 09:00.0",
        "attach pv1 09:00.0",
        "detach pv1 09:00.0",
        "new db1 --kernel /srv/vmlinux",
        "enable-hotplug pv1",
        "save pv1 /srv/image",
        "restore /srv/image",
        "migrate pv1 there",
        "doctor --fix",
        "recover",
        "guard resume",
        "shutdown-policy pv1 save"
      })
  void errorsOfTheConfigurationStopEveryCommandThatActs(String command) {
    configure(BROKEN);
    host.put("var/lib/gangway/saved/pv7.image", "");
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine();

    Run run = run(machine, command);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("/etc/gangway/gangway.conf:2: unknown setting 'guest-respones'");
    assertThat(machine.acts()).isEmpty();
    assertThat(host.changesSince(before)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unhide --dry-run 09:00.0", "check unhide 09:00.0"})
  void commandsThatOnlyReadWarnOfErrors(String command) {
    Run without = run(host.machine(), command);
    configure(BROKEN);
    Run run = run(host.machine(), command);
    assertThat(run.exit()).isEqualTo(without.exit());
    assertThat(run.out()).isEqualTo(without.out());
    assertThat(run.err()).contains("warning: ", "gangway.conf:2: unknown setting");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unhide --dry-run --json 09:00.0",
        "check unhide --json 09:00.0",
        "check unhide 09:00.0"
      })
  void theWarningIsNoSecondReport(String command) {
    int reports = run(host.machine(), command).out().split("\n").length;
    configure(BROKEN);
    assertThat(run(host.machine(), command).out().split("\n")).hasSize(reports);
  }

  @Test
  void aGroupOfAConfigurationWithErrorsIsNotUsed() {
    configure(BROKEN);
    Run run = run(host.machine(), "check unhide @cards");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).containsOnlyOnce("gangway.conf:2: unknown setting");
  }

  /** Neither their output nor their time depends on the file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "devices",
        "show 09:00.0",
        "guests",
        "history",
        "doctor",
        "guard status",
        "--version"
      })
  void otherCommandsDoNotReadTheConfiguration(String command) {
    configure(BROKEN);
    ActingHost machine = host.machine();
    Run run = run(machine, command);
    assertThat(run.err()).doesNotContain("gangway.conf:");
    for (int n = 1; n <= machine.calls().size(); n++) {
      assertThat(machine.call(n)).doesNotContain(FILE);
    }
  }

  @Test
  void theGuardDoesNotDependOnTheConfiguration() {
    configure(BROKEN);
    assertThat(run(host.machine(), "guard ask -- list").exit()).isEqualTo(ExitCode.DONE);
  }

  private void configure(String text) {
    host.put(FILE, text);
  }

  /**
   * In a thread of its own: a command that acts lets the end of the process wait for its thread.
   */
  private static Run run(ActingHost machine, String command) {
    return Interrupted.run(machine, command.split(" "));
  }
}
