/**
 * How guests take and release functions, by type of guest: {@link
 * gangway.xen.protocol.AssignmentProtocol}, and the record of functions in XenStore.
 */
@NullMarked
package gangway.xen.protocol;

import org.jspecify.annotations.NullMarked;
