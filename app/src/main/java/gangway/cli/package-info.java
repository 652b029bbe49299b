/** The command line: one class for each command. Also the training runs for the AOT caches. */
@NullMarked
package gangway.cli;

import org.jspecify.annotations.NullMarked;
