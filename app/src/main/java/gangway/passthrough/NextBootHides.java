package gangway.passthrough;

import gangway.boot.loader.BootLoader;
import gangway.boot.loader.ToolLoader;
import gangway.machine.Machine;
import gangway.plan.Condition;
import java.util.Optional;

/**
 * The command line of dom0's kernel at the next boot has a list of functions to hide, or none, and
 * the tool that stores the list says so.
 *
 * @param list the value of the parameter, as it is written
 */
public record NextBootHides(Optional<String> list) implements Condition {
  @Override
  public boolean isMet(Machine machine) {
    return BootLoader.of(machine) instanceof ToolLoader tool && tool.agrees(machine, list);
  }

  @Override
  public boolean survivesReboot() {
    return true;
  }

  @Override
  public String toString() {
    return "the command line of the next boot "
        + list.map(value -> "hides " + value).orElse("hides nothing");
  }
}
