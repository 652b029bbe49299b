package gangway.host;

import gangway.pci.Details;
import java.util.Optional;

/**
 * One function looked at closely: one that was asked for, or that such a one hangs on.
 *
 * @param override the driver that sysfs' {@code driver_override} keeps it for
 */
public record CloseUp(Details details, Optional<String> override) {}
