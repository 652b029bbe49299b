/**
 * The file of {@code gangway apply}: reads it, and compares it with a host.
 *
 * <p>See docs/apply.md for the format.
 */
@NullMarked
package gangway.declaration;

import org.jspecify.annotations.NullMarked;
