/** The system calls of Linux that Java has no class for: the one place that calls C. */
@NullMarked
package gangway.service.linux;

import org.jspecify.annotations.NullMarked;
