package gangway.plan;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A condition that can be observed on a machine: the proof of a step, or of its undo. It is data,
 * like the action that it proves.
 *
 * <p>See docs/decisions/0001-kernel-and-xenstore-are-the-truth.md.
 */
public interface Condition {
  /** The polling interval for what gives no notification: sysfs, the hypervisor. */
  Duration PAUSE = Duration.ofMillis(50);

  /** Whether the condition is met now. */
  boolean isMet(Machine machine);

  /** Waits until the condition is met; false after a time limit. Kernel attributes need no wait. */
  default boolean awaitMet(Machine machine) {
    return isMet(machine);
  }

  /** Polls until the condition is met or the time is up. */
  static boolean awaitWithin(Duration limit, Condition state, Machine machine) {
    return machine.clock().await(limit, PAUSE, () -> state.isMet(machine));
  }

  /** Whether a reboot does not affect the condition. */
  default boolean survivesReboot() {
    return false;
  }

  /** Whether the subject no longer exists, so that nothing can or must be done. */
  default boolean isMoot(Machine machine) {
    return false;
  }

  /** What the user must know if a step ends because its subject no longer exists. */
  default Optional<String> mootWarning() {
    return Optional.empty();
  }

  /** A XenStore node has a value, or does not exist. */
  record XenStoreNodeIs(String path, Optional<String> value) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.xenStore().filter(store -> store.read(path).equals(value)).isPresent();
    }

    @Override
    public String toString() {
      return "the XenStore node "
          + path
          + value.map(text -> " is '" + text + "'").orElse(" does not exist");
    }
  }

  /** A file has a text, or does not exist. */
  record FileIs(Path file, Optional<String> text) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.exact(file).equals(text);
    }

    @Override
    public boolean survivesReboot() {
      return !file.startsWith("/sys");
    }

    @Override
    public String toString() {
      return file + (text.isPresent() ? " has the expected content" : " does not exist");
    }
  }

  /** There is no file at a path, and no symbolic link either. */
  record Absent(Path file) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return !machine.exists(file) && machine.linkName(file).isEmpty();
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return file + " does not exist";
    }
  }

  /**
   * A command prints certain lines, among others; for what only a command can tell, such as the
   * state inside a guest.
   */
  record CommandPrints(Command question, List<String> lines) implements Condition {
    public CommandPrints {
      lines = List.copyOf(lines);
    }

    @Override
    public boolean isMet(Machine machine) {
      return machine
          .told(question)
          .filter(answer -> answer.lines().toList().containsAll(lines))
          .isPresent();
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return "'%s' prints: %s".formatted(question, String.join(", ", lines));
    }
  }

  /** All of several conditions are met. */
  record All(List<Condition> states) implements Condition {
    public All {
      states = List.copyOf(states);
    }

    @Override
    public boolean survivesReboot() {
      return states.stream().anyMatch(Condition::survivesReboot);
    }

    @Override
    public boolean isMet(Machine machine) {
      return states.stream().allMatch(state -> state.isMet(machine));
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return states.stream().allMatch(state -> state.awaitMet(machine));
    }

    @Override
    public String toString() {
      return states.stream().map(Condition::toString).collect(Collectors.joining(" and "));
    }
  }

  /** A condition that also says which earlier steps may not be undone without it. */
  sealed interface OrderOfUndo extends Condition {
    /** The condition itself. */
    Condition state();

    @Override
    default boolean isMet(Machine machine) {
      return state().isMet(machine);
    }

    @Override
    default boolean awaitMet(Machine machine) {
      return state().awaitMet(machine);
    }

    @Override
    default boolean survivesReboot() {
      return state().survivesReboot();
    }

    @Override
    default boolean isMoot(Machine machine) {
      return state().isMoot(machine);
    }
  }

  /**
   * A condition without which no earlier step may be undone, because it could do harm: a guest that
   * may run on another host must not run here again.
   */
  record UndoBarrier(Condition state) implements OrderOfUndo {
    @Override
    public String toString() {
      return state.toString();
    }
  }

  /**
   * A condition without which an earlier step on the same thing may not be undone: a guest gets a
   * function back from the toolstack that detached the function, and not by a cancelled request.
   *
   * @param made the condition that the earlier step has made
   */
  record UndoneFirst(Condition state, Condition made) implements OrderOfUndo {
    @Override
    public String toString() {
      return state.toString();
    }
  }

  /** Always met: the change of the step is never undone. */
  record NeverUndone() implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return true;
    }

    @Override
    public String toString() {
      return "no condition; this change is not undone";
    }
  }

  /** Not observable: only the exit code of the tool tells. The result is checked at the end. */
  record NotVerifiable() implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return false;
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return true;
    }

    @Override
    public String toString() {
      return "not verifiable; checked at the end";
    }
  }
}
