package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.host.TrialHost;
import gangway.operation.Trials;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** hide --boot --trial and confirm, through the command line. */
class ConfirmCommandTest {
  private static final String CONFIGURATION = "etc/gangway/gangway.conf";

  private final GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");

  @Test
  void theNextStepIsToldAfterEachStep() {
    TrialHost.install(host).put(CONFIGURATION, "[limits]\ntrial-boot = 5 min\n");

    Run hide = run("hide", "--boot", "--trial", "09:00.0");
    assertThat(hide.exit()).as(hide.printed()).isEqualTo(ExitCode.DONE);
    assertThat(hide.out())
        .endsWith(
            "done: the next boot hides the functions on trial: reboot, then run 'gangway confirm'"
                + " within 5 min\n");

    assertThat(run("confirm").exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run("confirm").printed())
        .contains("the trial of 0000:09:00.0 has not begun", "reboot the host");

    TrialHost.boot(host);
    Run confirm = run("confirm");
    assertThat(confirm.exit()).as(confirm.printed()).isEqualTo(ExitCode.DONE);
    assertThat(confirm.out()).endsWith("done: every boot hides 0000:09:00.0; the trial is over\n");
    assertThat(run("history").out()).contains("hide --boot --trial 0000:09:00.0", "confirm");
    assertThat(run("confirm").printed()).contains("there is no trial boot to confirm");
  }

  @Test
  void aDryRunShowsTheStepsAndChangesNothing() {
    SortedMap<String, String> before = TrialHost.install(host).everything();

    Run run = run("hide", "--boot", "--trial", "--dry-run", "09:00.0");

    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains(
            "prepare the trial boot: edit",
            "add the entry of the trial to the boot menu",
            "choose this entry for the next boot, once");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aTrialIsOnlyForABoot() {
    assertThat(run("hide", "--trial", "09:00.0").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run("hide", "--now", "--boot", "--trial", "09:00.0").exit())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aCancelledTrialIsToldAndAgainNothingIsToDo() {
    Trials.chosen(host, CARD);

    assertThat(run("confirm", "--cancel").out()).endsWith("done: there is no trial\n");
    assertThat(run("confirm", "--cancel").out()).endsWith("already so: there is no trial\n");
  }

  @Test
  void theUnitTellsTheEndAndDoesNotDependOnTheConfiguration() {
    Trials.running(host, CARD).put(CONFIGURATION, "[limits]\nnothing = 5 min\n");

    Run run = run("confirm", "--watch");

    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.printed())
        .contains(
            "unknown",
            "this boot hides 0000:09:00.0 on trial; without 'gangway confirm', dom0 takes them back"
                + " in 10 min",
            "done: the trial was not confirmed: dom0 took the functions back");
    assertThat(run("doctor").out()).contains("TRIAL-OPEN", "gangway confirm --cancel");
    assertThat(run("confirm", "--watch").out()).contains("the trial was not confirmed");
  }

  @Test
  void withoutATrialTheUnitHasNothingToDo() {
    assertThat(run("confirm", "--watch").out()).isEqualTo("done: no trial is running\n");
  }

  @Test
  void anAutomaticConfirmationIsConfigured() {
    Trials.running(host, CARD)
        .put(
            CONFIGURATION,
            "[policies]\ntrial-confirm = automatic\ntrial-check = /usr/local/bin/well\n")
        .put("usr/local/bin/well", "#!/bin/sh\n")
        .answer("/usr/local/bin/well", "");

    Run run = run("confirm", "--watch");

    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).endsWith("done: no trial is running\n");
    assertThat(host.text("etc/modprobe.d/gangway.conf")).contains("hide=(0000:09:00.0)");
  }

  private Run run(String... words) {
    return JsonCase.run(host.machine(), List.of(words));
  }
}
