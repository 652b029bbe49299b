package gangway.host;

import gangway.pci.Details;
import java.util.List;
import java.util.Optional;

/**
 * One function looked at closely: one that was asked for, or that such a one hangs on.
 *
 * @param override the driver that sysfs' {@code driver_override} keeps it for
 * @param open its device nodes that processes have open; known of those that were asked for
 */
public record CloseUp(
    Details details, Optional<String> override, Health health, List<OpenNode> open) {

  public CloseUp {
    open = List.copyOf(open);
  }
}
