package gangway.host;

import gangway.host.network.Network;
import gangway.host.storage.Storage;

/** What dom0, its guests and its users use functions for. */
public record InUse(Storage storage, Network network, Consoles consoles) {}
