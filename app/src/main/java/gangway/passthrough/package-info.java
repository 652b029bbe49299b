/**
 * PCI passthrough: hide, unhide, attach, detach, and the definition and start of a guest with
 * functions. {@link gangway.passthrough.PreparedRequest} is a request that was checked; {@link
 * gangway.passthrough.Planner} plans it; {@link gangway.passthrough.Postcondition} tells whether
 * the host is as requested.
 */
@NullMarked
package gangway.passthrough;

import org.jspecify.annotations.NullMarked;
