/** Definitions for xl (xl.cfg(5)). */
@NullMarked
package gangway.xen.definition.xl;

import org.jspecify.annotations.NullMarked;
