/**
 * The engine: a {@link gangway.plan.Plan} is a list of steps; a {@link gangway.plan.Performer}
 * performs each step, verifies it, and undoes everything if a step fails. The features bring the
 * {@link gangway.plan.Action actions} and {@link gangway.plan.Condition conditions}, and their
 * names in the journal ({@link gangway.plan.PlanFormat}).
 */
@NullMarked
package gangway.plan;

import org.jspecify.annotations.NullMarked;
