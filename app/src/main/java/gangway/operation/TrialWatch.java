package gangway.operation;

import gangway.Answer;
import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.boot.TrialBoot;
import gangway.host.Observer;
import gangway.host.Owner;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.passthrough.TrialPlan;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.plan.Action;
import gangway.plan.MaintenancePlan;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.trial.HealthSign;
import gangway.trial.Trial;
import gangway.trial.TrialEnd;
import gangway.trial.TrialEnd.By;
import gangway.trial.TrialState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Waits until a trial boot is confirmed, and otherwise gives its functions back to dom0. A unit
 * runs it in every boot in which there is a trial, also in the emergency mode of systemd.
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 *
 * @param by with the machine, whose file systems may be read-only
 * @param health what confirms the trial without a person; empty if only a person confirms it
 * @param listener receives what happens
 */
public record TrialWatch(Submission by, Optional<Health> health, Listener listener) {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final List<String> WORDS = List.of("confirm", "--watch");

  private static final Set<Claim> SETTINGS = Set.of(new Claim.OfBootSettings());

  /** How often a function is given back until that succeeds. */
  private static final int ATTEMPTS = 3;

  /** What users see at their next login (pam_motd(8)); deleted by a reboot, and written again. */
  private static final Path MESSAGE = Path.of("/run/motd.d/gangway");

  /**
   * Dom0 must show all the signs that it showed before the trial.
   *
   * @param program a program of the administrator that must succeed too, if any
   */
  public record Health(Optional<Path> program) {
    private boolean isSeen(Machine machine, Trial trial) {
      return trial.signs().contains(HealthSign.SYSTEM_UP)
          && trial.signs().stream().allMatch(sign -> sign.seen(machine) == Answer.YES)
          && program.stream()
              .allMatch(one -> machine.toldInTime(Command.of(one.toString())).isPresent());
    }
  }

  /** Receives what happens. */
  public interface Listener {
    /** The watch waits. */
    void waits(List<PciAddress> functions, Duration limit);

    /** Dom0 shows all its signs, but the trial could not be confirmed. */
    void notConfirmed(Problem why);

    /** The end of the trial could not be recorded. */
    void notRecorded(Problem why);
  }

  /**
   * Waits for the end of the trial.
   *
   * @return how the trial ended; empty if it was confirmed or cancelled, or without a trial
   */
  public Optional<TrialEnd> follow() {
    Optional<TrialBoot> boot = TrialBoot.read(machine());
    Optional<TrialEnd> end =
        switch (TrialState.of(machine())) {
          case TrialState.Ended(_, TrialEnd before) -> Optional.of(before);
          case TrialState _ when boot.isPresent() -> ended(boot.get());
          // in a usual boot, after the boot loader has booted the trial
          case TrialState.Over _ -> Optional.of(recorded(new TrialEnd(By.BOOT_LOADER, List.of())));
          default -> Optional.empty();
        };
    end.ifPresent(this::tell);
    return end;
  }

  private WritableMachine machine() {
    return by.machine();
  }

  private Optional<TrialEnd> ended(TrialBoot boot) {
    if (!boot.givenBack().isEmpty()) {
      return Optional.of(
          recorded(
              new TrialEnd(
                  By.INITRAMFS,
                  boot.givenBack().stream()
                      .map(one -> "without %s, there was no root file system".formatted(one))
                      .toList())));
    }
    Duration limit = machine().limit(Limit.TRIAL_BOOT);
    listener.waits(boot.functions(), limit);
    Clock clock = machine().clock();
    Settlement settlement = new Settlement();
    boolean settled =
        clock.await(limit, PAUSE, settlement)
            // a confirmation that has begun takes as long as the new images take
            || (isClaimed(SETTINGS)
                && clock.await(limit, PAUSE, () -> !isClaimed(SETTINGS))
                && settlement.getAsBoolean());
    return settled ? Optional.empty() : Optional.of(recorded(givenBack(boot)));
  }

  /**
   * Whether an open operation has claims; none that cannot be read may keep functions from dom0.
   */
  private boolean isClaimed(Set<Claim> claims) {
    try {
      return new Journal(machine())
          .running().readable().stream()
              .anyMatch(run -> !Collections.disjoint(run.header().claims(), claims));
    } catch (Problem unreadable) {
      return false;
    }
  }

  /** Whether nothing is left to do: the trial is confirmed or cancelled. */
  private final class Settlement implements BooleanSupplier {
    private boolean refused;

    @Override
    public boolean getAsBoolean() {
      TrialState state = TrialState.of(machine());
      if (state instanceof TrialState.Running(Trial trial, _)
          && !refused
          && health.filter(signs -> signs.isSeen(machine(), trial)).isPresent()) {
        confirm(trial);
      }
      // as long as its file system is not mounted, the record is not there either
      return state instanceof TrialState.None && machine().exists(Journal.FOLDER);
    }

    private void confirm(Trial trial) {
      try {
        SettingOperation confirming =
            new SettingOperation(new TrialConfirmation(trial, List.of()), Optional.empty());
        refused = confirming.perform(by).refused();
      } catch (Problem why) {
        refused = true;
        listener.notConfirmed(why);
      }
    }
  }

  private TrialEnd givenBack(TrialBoot boot) {
    List<String> details = new ArrayList<>();
    if (TrialState.of(machine()) instanceof TrialState.Running(Trial trial, _)) {
      trial.signs().stream()
          .filter(sign -> sign.seen(machine()) != Answer.YES)
          .forEach(sign -> details.add("not seen: " + sign));
    }
    for (PciAddress function : boot.functions()) {
      giveBack(function).ifPresent(details::add);
    }
    machine().run(Command.of("udevadm", "settle", "-t", "10"));
    if (machine().told(Command.of("systemctl", "is-active", "emergency.target")).isPresent()) {
      machine().run(Command.of("systemctl", "--no-block", "default"));
    }
    return new TrialEnd(By.DOM0, details);
  }

  /** Gives a function back; returns why that was not possible. */
  private Optional<String> giveBack(PciAddress function) {
    if (isOfPciback(function) && isOfGuest(function)) {
      return Optional.of(function + " stays with its guest; the next boot gives it back to dom0");
    }
    Optional<Problem> failed = Optional.empty();
    for (int attempt = 1; attempt <= ATTEMPTS && !isOfDom0(function); attempt++) {
      try {
        recoverConfirmations();
        perform(Set.of(new Claim.OfFunction(function)), TrialPlan.giveBack(function));
      } catch (Problem problem) {
        failed = Optional.of(problem);
      }
    }
    if (isOfPciback(function)) {
      return failed.map(
          problem -> "%s was not given back: %s".formatted(function, problem.blocker()));
    }
    return driver(function).isEmpty()
        ? Optional.of(function + " has no driver in dom0")
        : Optional.empty();
  }

  private boolean isOfPciback(PciAddress function) {
    return driver(function).equals(Optional.of(Owner.PCIBACK));
  }

  private boolean isOfDom0(PciAddress function) {
    return driver(function).filter(driver -> !driver.equals(Owner.PCIBACK)).isPresent();
  }

  /**
   * A confirmation, or an earlier process of the unit, may have been killed. What cannot be
   * recovered refuses the next operation, or cannot be read.
   */
  private void recoverConfirmations() {
    try {
      new Journal(machine())
          .interrupted().stream()
              .filter(run -> run.header().words().getFirst().equals(WORDS.getFirst()))
              .forEach(run -> new Recovery(machine(), by.author(), by.listener()).recover(run));
    } catch (Problem notRecovered) {
      listener.notRecorded(notRecovered);
    }
  }

  private Optional<String> driver(PciAddress function) {
    return new PciBus(machine()).driver(function);
  }

  /** XenStore does not run in the emergency mode, and without XenStore there is no guest. */
  private boolean isOfGuest(PciAddress function) {
    boolean anyGuest =
        machine().list(Path.of("/sys/bus/xen-backend/devices")).stream()
            .anyMatch(device -> device.startsWith("pci-"));
    try {
      return anyGuest && new Observer(machine()).domains().holding(function).findAny().isPresent();
    } catch (Problem notKnown) {
      return true;
    }
  }

  /** Records an end, if the file system of the record is there. */
  private TrialEnd recorded(TrialEnd end) {
    TrialState.of(machine())
        .recorded()
        .ifPresent(trial -> {
          FileEdit edit =
              new FileEdit(
                  Trial.FILE, Optional.of(trial.text()), Optional.of(trial.ended(end).text()));
          try {
            perform(SETTINGS, new Plan(List.of(Step.replacing("record that " + end.by(), edit))));
          } catch (Problem why) {
            // the next boot finds out that the trial is over
            listener.notRecorded(why);
          }
        });
    return end;
  }

  /** Where no journal can be written, what must be done is done without one. */
  private void perform(Set<Claim> claims, Plan plan) {
    try {
      by.perform(new MaintenancePlan(WORDS, claims, plan));
    } catch (Problem problem) {
      if (problem.kind() != Problem.Kind.REFUSED || isClaimed(claims)) {
        throw problem;
      }
      for (Step step : plan.steps()) {
        for (Action act : step.acts()) {
          act.perform(machine());
        }
      }
    }
  }

  private void tell(TrialEnd end) {
    List<String> lines = new ArrayList<>();
    lines.add("Gangway: the trial boot was not confirmed: %s.".formatted(end.by()));
    end.details().forEach(lines::add);
    lines.add("See 'gangway history'. To end the trial: gangway confirm --cancel");
    machine().replace(MESSAGE, String.join("\n", lines) + "\n", 0644);
  }
}
