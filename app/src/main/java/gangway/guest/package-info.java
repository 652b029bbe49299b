/**
 * Prepares guests for hot-plug and inspects them. {@link gangway.guest.GuestSystem} says where a
 * guest's system is, {@link gangway.guest.GuestReport} what it looks like, and {@link
 * gangway.guest.Preparation} what to change.
 */
@NullMarked
package gangway.guest;

import org.jspecify.annotations.NullMarked;
