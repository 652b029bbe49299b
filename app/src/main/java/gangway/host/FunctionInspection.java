package gangway.host;

import gangway.pci.Details;
import java.util.List;
import java.util.Optional;

/**
 * The details of one function: a function of the request, or a bridge above one.
 *
 * @param reserved the driver that the function is reserved for, if any
 * @param open its device nodes that processes have open; read only for the functions of the request
 */
public record FunctionInspection(
    Details details, DriverOverride reserved, Health health, List<OpenNode> open) {

  public FunctionInspection {
    open = List.copyOf(open);
  }

  /** The driver in sysfs' {@code driver_override}, if any. */
  public Optional<String> override() {
    return reserved.driver();
  }
}
