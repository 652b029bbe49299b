package gangway.service.http;

import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;

/** The callers at the UNIX socket: the kernel named each when it connected. */
record SocketCallers(Connections connections, Roles roles) implements Callers {

  @Override
  public Caller of(Request request) {
    EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
    if (end instanceof SocketChannelEndPoint socket) {
      SocketChannel channel = socket.getChannel();
      return connections.peer(channel).map(roles::caller).orElseThrow(SocketCallers::unknown);
    }
    throw unknown();
  }

  private static HttpProblem unknown() {
    return new HttpProblem(
        Refusal.MAY_NOT_ACT,
        "the kernel does not name the process that connected",
        "connect again");
  }
}
