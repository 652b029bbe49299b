package gangway.machine;

import gangway.Problem;
import gangway.xenstore.SocketXenStore;
import gangway.xenstore.WritableXenStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection of a live machine to xenstored, made when it is used for the first time. */
final class XenStoreSocket {
  private static final List<Path> SOCKETS =
      List.of(Path.of("/run/xenstored/socket"), Path.of("/var/run/xenstored/socket"));

  private @Nullable WritableXenStore store;

  /** XenStore; empty if xenstored does not run. */
  Optional<WritableXenStore> connected(Machine machine) {
    if (store == null) {
      for (Path socket : SOCKETS) {
        if (machine.exists(socket)) {
          store = connect(machine, socket);
          break;
        }
      }
    }
    return Optional.ofNullable(store);
  }

  private static WritableXenStore connect(Machine machine, Path socket) {
    try {
      return SocketXenStore.connect(socket);
    } catch (IOException e) {
      throw Problem.refused(
          "XenStore cannot be read",
          machine.root()
              ? "start it: 'systemctl start xenstored' or 'systemctl start xen'"
              : "run the command as root",
          socket + ": " + e.getMessage());
    }
  }

  /** The problem that nothing can be written because xenstored does not run. */
  static Problem absent() {
    return Problem.refused(
        "XenStore cannot be written: it does not run",
        "start it: 'systemctl start xenstored' or 'systemctl start xen'",
        "none of its sockets exists: " + SOCKETS);
  }
}
