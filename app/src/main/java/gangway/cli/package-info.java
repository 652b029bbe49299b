/** The command line: one class a command, parsing and printing only. */
@NullMarked
package gangway.cli;

import org.jspecify.annotations.NullMarked;
