/** Machines that are kept in one file: recorded on the host, and looked at anywhere. */
@NullMarked
package gangway.machine.capture;

import org.jspecify.annotations.NullMarked;
