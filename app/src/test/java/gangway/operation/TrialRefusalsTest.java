package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.TrialHost.ENVIRONMENT;
import static gangway.host.TrialHost.RECORD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Finding;
import gangway.host.GuideHost;
import gangway.host.TrialHost;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Boots that are not tried, and what else is not done during a trial. */
class TrialRefusalsTest {
  private final GuideHost host = TrialHost.install(new GuideHost());
  private final BootOperator operator = new BootOperator(host);

  static Stream<Arguments> obstacles() {
    return Stream.of(
        obstacle(
            host -> host.answer("grub-probe --target=abstraction /boot/grub", "lvm\n"),
            "GRUB cannot write to /boot/grub, which is on lvm"),
        obstacle(
            host -> host.answer("grub-probe --target=fs /boot/grub", "btrfs\n"),
            "GRUB cannot write to /boot/grub, whose file system is btrfs"),
        obstacle(
            host -> host.withoutProgram("grub-probe"),
            "grub-probe does not tell what /boot/grub is on, so it is not known whether GRUB can"
                + " write there"),
        obstacle(
            host ->
                host.put(
                    ENVIRONMENT, "# GRUB Environment Block\nnext_entry=other\n" + "#".repeat(100)),
            "/boot/grub/grubenv has next_entry=other already"),
        obstacle(
            host ->
                host.put(
                    "boot/grub/grub.cfg",
                    host.text("boot/grub/grub.cfg").replace("save_env next_entry", "")),
            "/boot/grub/grub.cfg does not boot next_entry once"),
        obstacle(
            host ->
                host.put(
                    "boot/grub/grub.cfg",
                    host.text("boot/grub/grub.cfg").replace("custom.cfg", "other.cfg")),
            "/boot/grub/grub.cfg does not read custom.cfg"),
        obstacle(
            host ->
                host.put(
                    "boot/grub/grub.cfg",
                    host.text("boot/grub/grub.cfg")
                        .replace("amd64.gz placeholder", "amd64.gz placeholder noreboot")),
            "Xen's line in the entry has noreboot: after a panic, the host would stop"),
        obstacle(
            host -> host.put("proc/sys/kernel/osrelease", "6.12.0\n"),
            "no entry in /boot/grub/grub.cfg boots Xen with the running kernel"),
        obstacle(host -> host.without("usr/sbin/grub-mkconfig"), "grub-mkconfig is not installed"),
        obstacle(
            host -> host.without("etc/systemd/system/emergency.target.wants/gangway-trial.service"),
            "gangway-trial.service is not enabled; to enable it: systemctl enable"
                + " gangway-trial.service"));
  }

  private static Arguments obstacle(Consumer<GuideHost> change, String evidence) {
    return Arguments.argumentSet(evidence, change, evidence);
  }

  @ParameterizedTest
  @MethodSource("obstacles")
  void aHostThatCannotComeBackByItselfIsNotTried(Consumer<GuideHost> change, String evidence) {
    change.accept(host);
    SortedMap<String, String> now = host.everything();

    SettingOperation.Planned planned = start(CARD);

    assertThat(planned.refused()).isTrue();
    assertThat(planned.findings())
        .filteredOn(finding -> finding.code().equals("TRIAL-IMPOSSIBLE"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.evidence()).contains(evidence));
    assertThat(host.changesSince(now)).isEmpty();
  }

  @Test
  void aHangNeedsAWatchdogOrAPerson() {
    assertThat(codes(start(CARD).findings())).doesNotContain("TRIAL-NO-WATCHDOG");
    cancel();
    host.answer("systemctl show --value -p RuntimeWatchdogUSec", "0\n");

    assertThat(codes(start(CARD).findings())).contains("TRIAL-NO-WATCHDOG");
    assertThat(host.exists(RECORD)).isTrue();
  }

  @Test
  void aGuestMustNotGetTheFunctionDuringTheTrial() {
    host.put("etc/xen/pv9.cfg", "name='pv9'\npci=['09:00.0']\n");

    assertThat(codes(start(CARD).findings())).contains("TRIAL-IN-DEFINITION");
    assertThat(host.exists(RECORD)).isFalse();
  }

  @Test
  void noOtherCommandChangesTheBootSettingsDuringATrial() {
    start(CARD);

    assertThat(codes(operator.findings(hide(LASTING, TWIN)))).contains("TRIAL-OPEN");
    assertThat(codes(operator.findings(unhide(LASTING, CARD)))).contains("TRIAL-OPEN");
    assertThat(codes(start(TWIN).findings())).contains("TRIAL-OPEN");
  }

  private SettingOperation.Planned start(String function) {
    return Trials.start(host.machine(), function);
  }

  private void cancel() {
    new SettingOperation(new TrialCancellation(), Optional.empty())
        .perform(Trials.by(host.machine()));
  }

  private static List<String> codes(List<Finding> findings) {
    return findings.stream().map(Finding::code).toList();
  }
}
