/** What xl and virsh are told to do with guests. */
@NullMarked
package gangway.xen.toolstack;

import org.jspecify.annotations.NullMarked;
