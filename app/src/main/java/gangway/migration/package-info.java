/**
 * Saves, restores and migrates guests that have devices: the devices are detached before and
 * attached again after. The entry types are {@link gangway.migration.GuestSave}, {@link
 * gangway.migration.GuestRestore} and {@link gangway.migration.Move}.
 */
@NullMarked
package gangway.migration;

import org.jspecify.annotations.NullMarked;
