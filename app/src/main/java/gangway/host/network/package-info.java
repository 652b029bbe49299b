/**
 * dom0's network: {@link gangway.host.network.Network} has the interfaces with the devices below
 * them ({@link gangway.host.network.Interfaces}), their addresses and routes ({@link
 * gangway.host.network.Addressing}), and the sessions of administrators ({@link
 * gangway.host.network.RemoteSession}).
 */
@NullMarked
package gangway.host.network;

import org.jspecify.annotations.NullMarked;
