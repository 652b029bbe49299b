/** Who must not be saved or migrated, and how that is kept from happening. */
@NullMarked
package gangway.guard;

import org.jspecify.annotations.NullMarked;
