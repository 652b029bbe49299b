/**
 * Refuses saves and migrations that a guest would not survive. {@link gangway.guard.Risks} finds
 * the guests at risk, {@link gangway.guard.ToolGuards} installs the guards at Xen's tools, and
 * {@link gangway.guard.Refusals} answers them.
 */
@NullMarked
package gangway.guard;

import org.jspecify.annotations.NullMarked;
