package gangway.operation;

import gangway.Problem;
import gangway.guard.AskedProgram;
import gangway.guard.Refusals;
import gangway.guard.ToolGuard;
import gangway.guard.ToolGuards;
import gangway.journal.Claim;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change of the guard at Xen's tools: {@code gangway guard install} and {@code gangway guard
 * remove}.
 */
public sealed interface GuardChange extends SettingChange {

  /** Path of the program that the wrapper scripts ask. */
  Path gangway();

  @Override
  default Set<Claim> claims() {
    return Set.of(new Claim.OfXenTools());
  }

  /** Programs that did not ask may have overwritten the images that were cleared before. */
  @Override
  default void prepare(WritableMachine machine) {
    Refusals.forget(machine);
  }

  /** Installs the wrapper scripts that are missing or outdated. */
  record Install(Path gangway) implements GuardChange {
    @Override
    public List<String> words() {
      return List.of("guard", "install");
    }

    @Override
    public Plan plan(Machine machine) {
      new AskedProgram(gangway).mustBeSafe(machine);
      ToolGuards guards = ToolGuards.read(machine, gangway);
      if (guards.all().isEmpty()) {
        throw Problem.refused(
            "there is nothing to guard: Xen's tools are not installed",
            "install them (package xen-utils) first");
      }
      if (guards.all().stream().allMatch(guard -> guard.status() == ToolGuard.Status.UNSUPPORTED)) {
        throw Problem.refused(
            "the guard does not support this host",
            "run 'gangway guard status' before you save or migrate a guest",
            "there is no dpkg-divert: an update of the tools' package would overwrite the wrapper"
                + " scripts");
      }
      return GuardChange.plan(guards.install());
    }
  }

  /** Puts the tools back in their places. */
  record Remove(Path gangway) implements GuardChange {
    @Override
    public List<String> words() {
      return List.of("guard", "remove");
    }

    @Override
    public Plan plan(Machine machine) {
      return GuardChange.plan(ToolGuards.read(machine, gangway).remove());
    }
  }

  private static Plan plan(Optional<Plan> found) {
    return found.orElseGet(() -> new Plan(List.of()));
  }
}
