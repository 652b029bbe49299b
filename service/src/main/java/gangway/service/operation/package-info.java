/** Operations: the program as a child process for each, and the events that it writes. */
@NullMarked
package gangway.service.operation;

import org.jspecify.annotations.NullMarked;
