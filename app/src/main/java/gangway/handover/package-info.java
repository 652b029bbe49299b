/** The heart: requests, checks, plans, steps and their proof. */
@NullMarked
package gangway.handover;

import org.jspecify.annotations.NullMarked;
