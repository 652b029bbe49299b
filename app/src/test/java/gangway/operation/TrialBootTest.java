package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.MovedDevices.LIST;
import static gangway.host.TrialHost.CUSTOM;
import static gangway.host.TrialHost.ENVIRONMENT;
import static gangway.host.TrialHost.MESSAGE;
import static gangway.host.TrialHost.RECORD;
import static gangway.host.TrialHost.SCRIPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Finding;
import gangway.host.ActingHost;
import gangway.host.DracutImages;
import gangway.host.GuideHost;
import gangway.host.Owner;
import gangway.host.TrialHost;
import gangway.operation.TrialWatch.Health;
import gangway.trial.TrialEnd;
import gangway.trial.TrialEnd.By;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boots that hide functions on trial: the host is as before unless the trial is confirmed. */
class TrialBootTest {
  private static final String BUILD =
      "dracut --force /boot/gangway-new-initrd.img-6.1.0-37-amd64 6.1.0-37-amd64";

  private final GuideHost host = TrialHost.install(new GuideHost());
  private final SortedMap<String, String> before = host.everything();
  private final BootOperator operator = new BootOperator(host);

  @Test
  void theBootLoaderIsToldLast() {
    ActingHost machine = host.machine();

    Trials.start(machine, CARD);

    assertThat(machine.acts())
        .containsExactly(
            "replace /etc/modprobe.d/gangway.conf",
            "write /etc/initramfs-tools/scripts/local-block/gangway, 755",
            "run update-initramfs -u -k all",
            "replace /var/lib/gangway/trial.json",
            "replace /boot/grub/custom.cfg",
            "run grub-editenv /boot/grub/grubenv set next_entry=gangway-trial");
    assertThat(host.text(CUSTOM))
        .contains(
            "menuentry 'Trial boot of Gangway' --class debian --class gnu-linux --class gnu --class"
                + " os --class xen --id gangway-trial {",
            "\tmodule2\t/boot/vmlinuz-6.1.0-37-amd64 placeholder root=/dev/sda1 ro  quiet"
                + " xen-pciback.hide=(0000:09:00.0) gangway.trial=0000:09:00.0 panic=30\n");
    assertThat(host.text(LIST)).contains("softdep e1000e pre: xen-pciback").doesNotContain("hide=");
    assertThat(operator.function(CARD).hiddenAfterReboot()).as("the lasting list").isFalse();
    assertThat(start(CARD).alreadySo()).as("again").isTrue();
  }

  @Test
  void anEntryThatBootsWithoutAPasswordStaysOne() {
    host.put(
        "boot/grub/grub.cfg",
        host.text("boot/grub/grub.cfg").replace("--class xen ", "--class xen --unrestricted "));

    start(CARD);

    assertThat(host.text(CUSTOM)).contains("--class xen --unrestricted --id gangway-trial {");
  }

  @Test
  void aTrialThatIsCancelledBeforeItsBootLeavesNothing() {
    start(CARD);

    cancel();

    assertThat(changes()).isEmpty();
  }

  @Test
  void theListOfTheTrialIsTheWholeList() {
    operator.perform(hide(LASTING, TWIN));

    start(CARD);

    assertThat(host.text(CUSTOM)).contains("hide=(0000:0a:04.0)(0000:09:00.0) gangway.trial=");
  }

  @Test
  void whatElseIsInTheMenuStays() {
    host.put(CUSTOM, "menuentry 'Memory test' {\n}\n");

    start(CARD);
    assertThat(host.text(CUSTOM)).startsWith("menuentry 'Memory test' {\n}\n# BEGIN Gangway");
    cancel();

    assertThat(host.text(CUSTOM)).isEqualTo("menuentry 'Memory test' {\n}\n");
  }

  @Test
  void aConfirmedTrialIsAHideAtBootAndNothingElse() {
    operator.perform(hide(LASTING, CARD));
    SortedMap<String, String> hidden = host.everything();
    operator.perform(unhide(LASTING, CARD));
    start(CARD);
    TrialHost.boot(host);
    assertThat(operator.function(CARD).hiddenNow()).isTrue();

    confirm();

    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    assertThat(watched()).as("if the unit starts again").isEmpty();
    assertThat(operator.function(CARD).hiddenNow()).isTrue();
    TrialHost.boot(host);
    assertThat(operator.function(CARD).hiddenNow()).isTrue();
    assertThat(host.text(LIST)).isEqualTo(hidden.get("/" + LIST));
    assertThat(Stream.of(RECORD, CUSTOM, SCRIPT).filter(host::exists)).isEmpty();
    assertThat(watched()).as("in a later boot").isEmpty();
  }

  @Test
  void withoutAConfirmationDom0TakesTheFunctionsBackAfterTheTime() {
    start(MANAGEMENT);
    TrialHost.withoutNetwork(TrialHost.boot(host));
    Duration began = time();

    Optional<TrialEnd> end = watched();

    assertThat(time().minus(began)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    assertThat(end).map(TrialEnd::by).contains(By.DOM0);
    assertThat(end.orElseThrow().details()).containsExactly("not seen: dom0 has a default route");
    assertThat(operator.function(MANAGEMENT).owner()).isEqualTo(new Owner.Dom0("igb"));
    assertThat(host.text(MESSAGE))
        .isEqualTo(
            """
            Gangway: the trial boot was not confirmed: dom0 took the functions back, because nobody confirmed the trial in time.
            not seen: dom0 has a default route
            See 'gangway history'. To end the trial: gangway confirm --cancel
            """);
    assertThat(problem(this::confirm).blocker()).contains("dom0 has functions of the trial");
    assertThat(watched()).as("when the unit starts again").isEqualTo(end);
    cancel();
    TrialHost.boot(host);
    assertThat(changes()).isEmpty();
  }

  @Test
  void withoutTheFileSystemOfTheRecordTheFunctionsGoBackToo() {
    start(CARD);
    TrialHost.boot(host).without(RECORD);
    host.without("var/lib/gangway");

    assertThat(watched()).map(TrialEnd::by).contains(By.DOM0);

    assertThat(operator.function(CARD).owner()).isEqualTo(new Owner.Dom0("e1000e"));
  }

  @ParameterizedTest
  @ValueSource(strings = {RECORD, ENVIRONMENT, "var/lib/gangway/running"})
  void aDiskWithErrorsDoesNotKeepTheFunctionsFromDom0(String unreadable) {
    start(CARD);
    ActingHost machine = TrialHost.boot(host).machine().unreadable(TrialHost.file(unreadable));

    new TrialWatch(Trials.by(machine), Optional.empty(), new Unheard()).follow();

    assertThat(operator.function(CARD).owner()).isEqualTo(new Owner.Dom0("e1000e"));
  }

  @Test
  void aFunctionThatAGuestHasIsNotTakenFromTheGuest() {
    start(CARD);
    TrialHost.boot(host).guest(3, "pv1").given(3, CARD);
    host.put("sys/bus/xen-backend/devices/pci-3-0/nodename", "backend/pci/3/0\n");

    assertThat(watched().orElseThrow().details())
        .contains(CARD + " stays with its guest; the next boot gives it back to dom0");
    assertThat(operator.function(CARD).owner()).isInstanceOf(Owner.Guest.class);
  }

  @Test
  void whatTheInitramfsGaveBackIsRecorded() {
    start(CARD);
    TrialHost.givenBack(TrialHost.boot(host), CARD, "e1000e");

    Optional<TrialEnd> end = watched();

    assertThat(end)
        .contains(
            new TrialEnd(
                By.INITRAMFS, List.of("without " + CARD + ", there was no root file system")));
    assertThat(watched()).as("in every boot until the trial is cancelled").isEqualTo(end);
    TrialHost.boot(host);
    assertThat(watched()).isEqualTo(end);
    assertThat(host.text(MESSAGE)).contains("the initramfs gave the functions back");
  }

  @Test
  void aTrialThatDidNotComeUpIsNoticedInTheNextBoot() {
    start(CARD);
    TrialHost.boot(host);
    // nothing of dom0 runs, and the host is reset
    TrialHost.boot(host);
    assertThat(operator.function(CARD).owner()).isEqualTo(new Owner.Dom0("e1000e"));

    assertThat(watched()).map(TrialEnd::by).contains(By.BOOT_LOADER);

    assertThat(problem(this::confirm).blocker()).contains("dom0 has functions of the trial");
    cancel();
    assertThat(changes()).isEmpty();
  }

  @Test
  void dom0ConfirmsATrialByItselfWhenItShowsAllItsSignsAgain() {
    start(CARD);
    TrialHost.withoutNetwork(TrialHost.boot(host));
    Duration began = time();
    host.clock().after(Duration.ofSeconds(40), () -> TrialHost.well(host));

    assertThat(watched(Optional.of(new Health(Optional.empty())))).isEmpty();

    assertThat(time().minus(began)).isBetween(Duration.ofSeconds(40), Duration.ofMinutes(2));
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    assertThat(host.exists(RECORD)).isFalse();
  }

  @Test
  void aProgramOfTheAdministratorCanPreventThat() {
    host.answer("/usr/local/bin/is-well", 1, "");
    start(CARD);
    TrialHost.boot(host);

    assertThat(watched(Optional.of(new Health(Optional.of(Path.of("/usr/local/bin/is-well"))))))
        .map(TrialEnd::by)
        .contains(By.DOM0);
  }

  @Test
  void withDracutTheImagesGiveBackToo() {
    DracutImages.install(host);
    SortedMap<String, String> initramfsOfDracut = host.everything();

    start(CARD);

    assertThat(host.text("etc/dracut.conf.d/90-gangway.conf"))
        .contains("force_drivers+=\" xen_pciback \"");
    assertThat(host.text("boot/initrd.img-6.1.0-37-amd64"))
        .contains("hooks/initqueue/settled/90-gangway-give-back.sh");
    assertThat(host.text(CUSTOM)).contains(" panic=30 rd.shell=0 rd.emergency=reboot\n");
    cancel();
    assertThat(host.changesSince(initramfsOfDracut)).isEmpty();

    start(CARD);
    TrialHost.boot(host);
    confirm();
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    operator.perform(unhide(LASTING, CARD));
    assertThat(host.text("boot/initrd.img-6.1.0-37-amd64"))
        .isEqualTo(initramfsOfDracut.get("/boot/initrd.img-6.1.0-37-amd64"));
  }

  @Test
  void anImageOfDracutWithoutTheHookIsNotTakenForDone() {
    DracutImages.install(host);
    SortedMap<String, String> unchanged = host.everything();
    ActingHost machine = host.machine();
    Trials.start(machine, CARD);
    int build = 1 + machine.acts().indexOf("run " + BUILD);
    cancel();

    Problem problem =
        problem(() -> Trials.start(host.machine().failing(build, ActingHost.Failure.SILENT), CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.changesSince(unchanged)).isEmpty();
  }

  @Test
  void aDamagedRecordIsNoRecordThatIsMissing() {
    start(CARD);
    host.put(RECORD, "{");

    assertThat(codes(start(TWIN).findings())).contains("TRIAL-OPEN");
    assertThat(problem(this::confirm).blocker()).contains("cannot be read");
    cancel();
    assertThat(changes()).isEmpty();
  }

  private SettingOperation.Planned start(String... functions) {
    return Trials.start(host.machine(), functions);
  }

  private void confirm() {
    ActingHost machine = host.machine();
    SettingOperation.Planned planned =
        new SettingOperation(TrialConfirmation.of(machine, List.of()), Optional.empty())
            .perform(Trials.by(machine));
    assertThat(planned.refused()).as("%s", planned.findings()).isFalse();
  }

  private void cancel() {
    new SettingOperation(new TrialCancellation(), Optional.empty())
        .perform(Trials.by(host.machine()));
  }

  private Optional<TrialEnd> watched() {
    return watched(Optional.empty());
  }

  private Optional<TrialEnd> watched(Optional<Health> health) {
    return new TrialWatch(Trials.by(host.machine()), health, new Unheard()).follow();
  }

  private Duration time() {
    return Duration.ofNanos(host.clock().nanoTime());
  }

  /** What a trial has left in settings, in the menu of the boot loader and in its record. */
  private List<String> changes() {
    return host.changesSince(before).stream()
        .filter(change -> Stream.of("/etc/", "/boot/", "/" + RECORD).anyMatch(change::startsWith))
        .toList();
  }

  private static List<String> codes(List<Finding> findings) {
    return findings.stream().map(Finding::code).toList();
  }

  private static Problem problem(Runnable action) {
    return catchThrowableOfType(Problem.class, action::run);
  }
}
