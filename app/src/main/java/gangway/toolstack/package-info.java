/** Guests, their definitions, and the tools that act on them. */
@NullMarked
package gangway.toolstack;

import org.jspecify.annotations.NullMarked;
