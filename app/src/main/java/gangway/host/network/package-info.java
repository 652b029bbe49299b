/** The network interfaces of dom0, what they are made of, and what goes by them. */
@NullMarked
package gangway.host.network;

import org.jspecify.annotations.NullMarked;
