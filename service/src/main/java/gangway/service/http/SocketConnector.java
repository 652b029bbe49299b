package gangway.service.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/** Listens on the UNIX socket, and asks the kernel who connects. */
final class SocketConnector extends UnixDomainServerConnector {
  private final Connections connections;

  SocketConnector(Server server, Path socket, Connections connections, ConnectionFactory http) {
    super(server, 1, 1, http);
    this.connections = connections;
    setUnixDomainPath(socket);
  }

  @Override
  protected void configure(SocketChannel channel) throws IOException {
    super.configure(channel);
    connections.admit(channel, Optional.of(PeerCredentials.of(channel)));
  }
}
