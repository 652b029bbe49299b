/**
 * The only access to the outside: everything that is read from or done to a machine. {@link
 * gangway.machine.Machine} reads, {@link gangway.machine.WritableMachine} also changes, and {@link
 * gangway.machine.LiveMachine} is the machine that Gangway runs on.
 */
@NullMarked
package gangway.machine;

import org.jspecify.annotations.NullMarked;
