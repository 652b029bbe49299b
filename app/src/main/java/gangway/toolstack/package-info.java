/**
 * Guests, their definitions, and the tools that manage them. {@link gangway.toolstack.Guests} finds
 * the guests, {@link gangway.toolstack.Definition} is the configuration of a guest, and {@link
 * gangway.toolstack.Toolstack} has the commands of xl and libvirt.
 */
@NullMarked
package gangway.toolstack;

import org.jspecify.annotations.NullMarked;
