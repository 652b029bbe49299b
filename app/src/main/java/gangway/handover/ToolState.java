package gangway.handover;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something about one of Xen's tools and a front in its place. */
public sealed interface ToolState extends State {
  /** Where dpkg keeps what is set aside: three lines for each file (deb-divert). */
  Path DIVERSIONS = Path.of("/var/lib/dpkg/diversions");

  /** What dpkg writes in the place of a package for what an administrator set aside. */
  String LOCAL = ":";

  @Override
  default boolean survivesReboot() {
    return true;
  }

  /** The tool itself is in its place, and nothing is beside it. */
  record Itself(Path tool, Path beside, String front) implements ToolState {
    @Override
    public boolean holds(Machine machine) {
      Optional<String> text = machine.read(tool);
      return text.isPresent() && !text.get().equals(front) && !machine.exists(beside);
    }

    @Override
    public String toString() {
      return tool + " is the tool itself";
    }
  }

  /** The tool is found at another place, too, and packages bring it there. */
  record SetAside(Path tool, Path aside) implements ToolState {
    @Override
    public boolean holds(Machine machine) {
      return machine.exists(aside) && diverted(machine, tool, aside);
    }

    @Override
    public String toString() {
      return tool + " is set aside as " + aside;
    }
  }

  /** The tool is nowhere else, and packages bring it to its own place. */
  record NotSetAside(Path tool, Path aside) implements ToolState {
    @Override
    public boolean holds(Machine machine) {
      return !machine.exists(aside) && !diverted(machine, tool, aside);
    }

    @Override
    public String toString() {
      return tool + " is not set aside";
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
