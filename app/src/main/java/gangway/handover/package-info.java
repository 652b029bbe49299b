/**
 * Plans and how they are performed. {@link gangway.handover.Planner} makes a {@link
 * gangway.handover.Plan} of steps for a request; {@link gangway.handover.PreparedRequest} checks,
 * plans and performs it; {@link gangway.handover.Recovery} undoes what was interrupted.
 */
@NullMarked
package gangway.handover;

import org.jspecify.annotations.NullMarked;
