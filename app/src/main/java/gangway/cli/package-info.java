/** The command line: one class for each command. A command parses, calls other packages, prints. */
@NullMarked
package gangway.cli;

import org.jspecify.annotations.NullMarked;
