package gangway.boot.loader;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.util.Optional;

/**
 * A boot loader whose configuration only a tool of the system may change. The system reads the list
 * of functions to hide by the same tool, and changes it by it.
 */
public sealed interface ToolLoader extends BootLoader permits XenServerGrub {
  /** The parameter, in the only spelling that the system knows. */
  String PARAMETER = "xen-pciback.hide";

  /** The tool, for the administrator. */
  String tool();

  /** The command line of dom0's kernel in the entry of the next boot. */
  KernelLine next();

  /** The text of the configuration. */
  String text();

  /** The text with another value of the parameter in the entry of the next boot. */
  String with(Optional<String> value);

  /** The value of the parameter in the entry of the next boot, if a configuration has this text. */
  Optional<String> value(String configuration);

  /** The command that makes the entry of the next boot have a value of the parameter, or none. */
  Command store(Optional<String> value);

  /** Whether the entry of the next boot has exactly this value, and the tool says so. */
  boolean agrees(Machine machine, Optional<String> value);
}
