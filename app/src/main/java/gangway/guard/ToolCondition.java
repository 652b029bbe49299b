package gangway.guard;

import gangway.machine.Machine;
import gangway.plan.Condition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A condition about one of Xen's tools and the wrapper script in its place. */
public sealed interface ToolCondition extends Condition {
  /** dpkg's diversions: three lines for each file (dpkg-divert(1)). */
  Path DIVERSIONS = Path.of("/var/lib/dpkg/diversions");

  /** What dpkg writes instead of a package name for a local diversion. */
  String LOCAL = ":";

  @Override
  default boolean survivesReboot() {
    return true;
  }

  /** The original tool is at its path, without a temporary file next to it. */
  record ToolIsOriginal(Path tool, Path beside, String front) implements ToolCondition {
    @Override
    public boolean isMet(Machine machine) {
      Optional<String> text = machine.read(tool);
      return text.isPresent() && !text.get().equals(front) && !machine.exists(beside);
    }

    @Override
    public String toString() {
      return tool + " is the original tool";
    }
  }

  /** The tool also exists at another path, and dpkg installs it there. */
  record ToolDiverted(Path tool, Path aside) implements ToolCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.exists(aside) && diverted(machine, tool, aside);
    }

    @Override
    public String toString() {
      return tool + " is diverted to " + aside;
    }
  }

  /** The tool exists only at its own path, and dpkg installs it there. */
  record ToolNotDiverted(Path tool, Path aside) implements ToolCondition {
    @Override
    public boolean isMet(Machine machine) {
      return !machine.exists(aside) && !diverted(machine, tool, aside);
    }

    @Override
    public String toString() {
      return tool + " is not diverted";
    }
  }

  private static boolean diverted(Machine machine, Path tool, Path aside) {
    List<String> lines = machine.lines(DIVERSIONS);
    List<String> wanted = List.of(tool.toString(), aside.toString(), LOCAL);
    for (int i = 0; i + wanted.size() <= lines.size(); i += wanted.size()) {
      if (lines.subList(i, i + wanted.size()).equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
