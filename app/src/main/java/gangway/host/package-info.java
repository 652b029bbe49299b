/**
 * dom0 as observed: {@link gangway.host.Observer} reads a machine into a {@link
 * gangway.host.HostSnapshot}, an immutable snapshot of its functions, their {@link
 * gangway.host.Owner}s, the guests, and what dom0 uses.
 */
@NullMarked
package gangway.host;

import org.jspecify.annotations.NullMarked;
