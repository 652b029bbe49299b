/** The one door to the outside: everything read from or done to a machine. */
@NullMarked
package gangway.machine;

import org.jspecify.annotations.NullMarked;
