package gangway.trial;

import gangway.Problem;
import gangway.boot.TrialBoot;
import gangway.boot.loader.OneShotEntry;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a host is in a trial boot.
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 */
public sealed interface TrialState {

  /** No trial was requested. */
  record None() implements TrialState {}

  /** The next boot is the trial. */
  record Chosen(Trial trial) implements TrialState {}

  /** This boot is the trial, and is not confirmed yet. */
  record Running(Trial trial, TrialBoot boot) implements TrialState {}

  /** The trial is not the next boot any more, and this boot is a usual one. */
  record Over(Trial trial) implements TrialState {}

  /** The trial ended without being confirmed, and this is recorded. */
  record Ended(Trial trial, TrialEnd end) implements TrialState {}

  /**
   * The record of a trial cannot be read.
   *
   * @param why a clause
   */
  record Unreadable(String why) implements TrialState {}

  /** The state of a machine. */
  static TrialState of(Machine machine) {
    try {
      return machine
          .exact(Trial.FILE)
          .map(text -> of(machine, Trial.parse(text)))
          .orElseGet(None::new);
    } catch (IllegalArgumentException e) {
      return new Unreadable("%s is damaged: %s".formatted(Trial.FILE, e.getMessage()));
    } catch (Problem e) {
      return new Unreadable(e.blocker());
    }
  }

  private static TrialState of(Machine machine, Trial trial) {
    if (trial.end().isPresent()) {
      return new Ended(trial, trial.end().get());
    }
    Optional<TrialBoot> boot =
        TrialBoot.read(machine).filter(running -> running.functions().equals(trial.functions()));
    if (boot.isPresent()) {
      return new Running(trial, boot.get());
    }
    return machine
            .read(Path.of(trial.environment()))
            .flatMap(OneShotEntry::next)
            .filter(OneShotEntry.ID::equals)
            .isPresent()
        ? new Chosen(trial)
        : new Over(trial);
  }

  /** The trial, if there is one. */
  default Optional<Trial> recorded() {
    return switch (this) {
      case None _, Unreadable _ -> Optional.empty();
      case Chosen(Trial trial) -> Optional.of(trial);
      case Running(Trial trial, _) -> Optional.of(trial);
      case Over(Trial trial) -> Optional.of(trial);
      case Ended(Trial trial, _) -> Optional.of(trial);
    };
  }
}
