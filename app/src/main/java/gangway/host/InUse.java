package gangway.host;

import gangway.host.network.Network;
import gangway.host.storage.Storage;

/** What dom0, its guests and those who work on it use functions for. */
public record InUse(Storage storage, Network network, Consoles consoles) {}
