package gangway.service;

import gangway.machine.FolderMachine;
import gangway.machine.LiveMachine;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import gangway.service.http.HttpServer;
import gangway.service.http.Limits;
import gangway.service.http.Roles;
import gangway.service.live.ChangeSource;
import gangway.service.operation.ChildProgram;
import gangway.service.operation.Starts;
import gangway.service.resource.Api;
import gangway.service.resource.CurrentHost;
import gangway.service.resource.FollowedHost;
import gangway.service.resource.HostChanges;
import gangway.service.resource.ObservedHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The running service: its listeners and what they answer from. */
final class Service implements AutoCloseable {
  private final SocketFile socket;
  private final HttpServer server;
  private final Optional<ChangeSource> source;

  private Service(SocketFile socket, HttpServer server, Optional<ChangeSource> source) {
    this.socket = socket;
    this.server = server;
    this.source = source;
  }

  /**
   * A service that does not listen yet.
   *
   * @param socketGone is called when the socket's file has gone, so that nobody can connect
   */
  static Service of(ServeArguments arguments, Runnable socketGone) {
    if (arguments.host().isPresent()) {
      ObservedHost host = new ObservedHost(other(arguments.host().get()));
      return of(arguments, host, host, Optional.empty(), Optional.empty(), socketGone);
    }
    ChangeSource source = ChangeSource.of(new LiveMachine());
    FollowedHost host = FollowedHost.of(source.changes(), System::nanoTime, LiveMachine::new);
    Starts starts = new Starts(Starts.FOLDER, ChildProgram.ofThisInstallation());
    return of(arguments, host, host, Optional.of(starts), Optional.of(source), socketGone);
  }

  private static Service of(
      ServeArguments arguments,
      CurrentHost host,
      HostChanges changes,
      Optional<Starts> starts,
      Optional<ChangeSource> source,
      Runnable socketGone) {
    Limits limits = Limits.STANDARD;
    HttpServer server =
        new HttpServer(
                Api.routes(host, changes, starts, limits), limits, Roles.of(OwnUser.number()))
            .onSocket(arguments.socket());
    arguments.port().ifPresent(port -> server.onLoopback(port, page()));
    return new Service(new SocketFile(arguments.socket(), socketGone), server, source);
  }

  void start() {
    socket.prepare();
    server.start();
    socket.open();
  }

  /** What the administrator needs to know after the start. */
  List<String> started() {
    List<String> lines = new ArrayList<>(List.of("gangway serves " + socket.file()));
    server.webAddress().ifPresent(lines::add);
    return lines;
  }

  @Override
  public void close() {
    // first: the end of the listener deletes the file of the socket
    socket.close();
    server.close();
    source.ifPresent(ChangeSource::close);
  }

  private static Machine other(Path host) {
    return Files.isDirectory(host)
        ? new FolderMachine(host)
        : new CapturedMachine(CaptureReader.read(host));
  }

  /** The launcher names the folder. */
  private static Path page() {
    return Path.of(System.getProperty("gangway.web", "/usr/share/cockpit/gangway"));
  }
}
