/** XenStore, the tree of small values Xen's tools and drivers talk through, over its socket. */
@NullMarked
package gangway.xenstore;

import org.jspecify.annotations.NullMarked;
