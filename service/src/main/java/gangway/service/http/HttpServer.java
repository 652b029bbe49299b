package gangway.service.http;

import gangway.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The listeners of the API: the UNIX socket and, if asked for, a port of 127.0.0.1. */
public final class HttpServer implements AutoCloseable {
  private static final int MOST_THREADS = 16;
  private static final int WRONG_TOKENS_PER_MINUTE = 5;

  private final Limits limits;
  private final Routes routes;
  private final Roles roles;
  private final Streams streams;
  private final Replies replies;
  private final Server server;
  private final List<Handler> handlers = new ArrayList<>();
  private Optional<LoopbackConnector> web = Optional.empty();
  private final Token token = Token.random();

  /** A server that does not listen yet. */
  public HttpServer(Routes routes, Limits limits, Roles roles) {
    this.routes = routes;
    this.limits = limits;
    this.roles = roles;
    this.streams = new Streams(limits);
    this.replies = new Replies(streams);
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
    threads.setReservedThreads(0);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server = new Server(threads);
    server.setErrorHandler(new Errors());
    server.setStopAtShutdown(false);
  }

  /** Listens on a UNIX socket. */
  public HttpServer onSocket(Path socket) {
    Connections connections = new Connections(limits);
    SocketConnector connector = new SocketConnector(server, socket, connections, http());
    add(connector, new ApiHandler(routes, new SocketCallers(connections, roles), replies));
    return this;
  }

  /**
   * Listens on 127.0.0.1, and serves the page.
   *
   * @param port 0 for any free port
   * @throws Problem of kind USAGE if there is no page
   */
  public HttpServer onLoopback(int port, Path page) {
    LoopbackConnector connector =
        new LoopbackConnector(server, port, new Connections(limits), http());
    WebCallers callers =
        new WebCallers(
            token,
            roles,
            connector::getLocalPort,
            new Rate(WRONG_TOKENS_PER_MINUTE, System::nanoTime));
    add(
        connector,
        new Handler.Sequence(
            new Pages(page, callers, replies), new ApiHandler(routes, callers, replies)));
    web = Optional.of(connector);
    return this;
  }

  /**
   * Starts listening.
   *
   * @throws Problem of kind FAILED if a listener cannot be opened
   */
  public void start() {
    try {
      server.setHandler(new Handler.Sequence(handlers));
      server.start();
    } catch (Exception e) {
      throw Problem.failed(
          "gangway serve cannot listen", "stop the program that uses the address", e.toString());
    }
  }

  /** The address to open in a browser, with the token; empty without a port. */
  public Optional<String> webAddress() {
    return web.map(connector ->
        "http://%s:%d/#token=%s"
            .formatted(LoopbackConnector.ADDRESS, connector.getLocalPort(), token.text()));
  }

  /** The port of 127.0.0.1. */
  public OptionalInt port() {
    return web.map(connector -> OptionalInt.of(connector.getLocalPort()))
        .orElse(OptionalInt.empty());
  }

  /** Ends the streams, and stops listening. */
  @Override
  public void close() {
    streams.end();
    try {
      server.stop();
    } catch (Exception e) {
      throw Problem.failed("gangway serve cannot stop listening", "end the process", e.toString());
    }
  }

  private void add(AbstractConnector connector, Handler handler) {
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.addEventListener(new SlowHeaders(connector.getScheduler(), limits.header()));
    server.addConnector(connector);
    handlers.add(new OfConnector(connector, handler));
  }

  private HttpConnectionFactory http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(Limits.HEAD_BYTES);
    return new HttpConnectionFactory(http);
  }

  /** Handles the requests of one connector. */
  private static final class OfConnector extends Handler.Wrapper {
    private final AbstractConnector connector;

    OfConnector(AbstractConnector connector, Handler handler) {
      super(handler);
      this.connector = connector;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return connector.equals(request.getConnectionMetaData().getConnector())
          && super.handle(request, response, callback);
    }
  }
}
