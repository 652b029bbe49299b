/** Gangway: what every package shares. */
@NullMarked
package gangway;

import org.jspecify.annotations.NullMarked;
