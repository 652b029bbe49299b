/** Plans, their steps, how they are performed and proven, and recovery. */
@NullMarked
package gangway.handover;

import org.jspecify.annotations.NullMarked;
