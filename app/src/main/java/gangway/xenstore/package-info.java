/**
 * XenStore, the tree of values by which Xen's tools and drivers communicate, accessed by its
 * socket. {@link gangway.xenstore.XenStore} reads, {@link gangway.xenstore.WritableXenStore} also
 * writes, and {@link gangway.xenstore.SocketXenStore} connects to xenstored.
 */
@NullMarked
package gangway.xenstore;

import org.jspecify.annotations.NullMarked;
