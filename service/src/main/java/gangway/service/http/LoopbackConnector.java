package gangway.service.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens on 127.0.0.1, for a browser on this machine or at the end of a tunnel. */
final class LoopbackConnector extends ServerConnector {
  static final String ADDRESS = "127.0.0.1";

  private final Connections connections;

  /**
   * A connector.
   *
   * @param port 0 for any free port
   */
  LoopbackConnector(Server server, int port, Connections connections, ConnectionFactory http) {
    super(server, 1, 1, http);
    this.connections = connections;
    setHost(ADDRESS);
    setPort(port);
  }

  @Override
  protected void configure(Socket socket) {
    super.configure(socket);
    try {
      connections.admit(socket.getChannel(), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
