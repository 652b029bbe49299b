/** Dom0 as observed: its functions and who has them, what it lives on, and its boot settings. */
@NullMarked
package gangway.host;

import org.jspecify.annotations.NullMarked;
