/**
 * What the service knows about the host between two changes: sources that tell of changes, and the
 * one observation that all viewers share.
 *
 * <p>{@link gangway.service.live.LiveHost} puts everything together. A source never says what has
 * changed, only which {@link gangway.service.live.Topic}s may have: the host is then observed
 * again. A source that fails leads to a look at fixed intervals, because unknown is not unchanged.
 */
@NullMarked
package gangway.service.live;

import org.jspecify.annotations.NullMarked;
