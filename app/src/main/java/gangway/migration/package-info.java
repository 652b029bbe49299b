/** Guests that are saved, restored and migrated in spite of their devices: without them. */
@NullMarked
package gangway.migration;

import org.jspecify.annotations.NullMarked;
