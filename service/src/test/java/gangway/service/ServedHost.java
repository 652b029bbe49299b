package gangway.service;

import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import gangway.service.http.Accounts;
import gangway.service.http.HttpServer;
import gangway.service.http.Limits;
import gangway.service.http.Roles;
import gangway.service.operation.ChildProgram;
import gangway.service.operation.Starts;
import gangway.service.resource.Api;
import gangway.service.resource.CurrentHost;
import gangway.service.resource.FollowedHost;
import gangway.service.resource.HostChanges;
import gangway.service.resource.ObservedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A service that shows a captured host and performs operations with a stand-in for the program. */
public final class ServedHost implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("gangway.root", ".."));
  public static final Path CAPTURES = ROOT.resolve("app/src/test/resources/captures");

  private final Path folder;
  private final HttpServer server;

  private ServedHost(Path folder, HttpServer server) {
    this.folder = folder;
    this.server = server;
  }

  /** All captured hosts of the tests. */
  public static List<Path> captures() {
    try (Stream<Path> files = Files.list(CAPTURES)) {
      return files.filter(file -> file.toString().endsWith(".gangway")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A service in a folder.
   *
   * @param folder an empty folder, or that of an earlier service
   */
  public static ServedHost in(Path folder, Limits limits) throws IOException {
    return of(
        folder,
        captured(captures().getFirst()),
        limits,
        Roles.of(OwnUser.number()),
        Optional.of(starts(folder)));
  }

  /** A service whose callers at the socket may all only read. */
  public static ServedHost forViewers(Path folder) throws IOException {
    return forViewers(folder, captured(captures().getFirst()));
  }

  /** A service of a machine, whose callers at the socket may all only read. */
  public static ServedHost forViewers(Path folder, Machine machine) throws IOException {
    return of(
        folder,
        machine,
        Limits.STANDARD,
        new Roles(Accounts.ofThisMachine(), OwnUser.number(), _ -> false),
        Optional.of(starts(folder)));
  }

  /** A service of a machine, which performs operations. */
  public static ServedHost of(Path folder, Machine machine) throws IOException {
    return of(
        folder, machine, Limits.STANDARD, Roles.of(OwnUser.number()), Optional.of(starts(folder)));
  }

  /** A service of a host whose changes the test announces. */
  public static ServedHost of(Path folder, FollowedHost host, Limits limits) throws IOException {
    return of(folder, host, host, limits, Roles.of(OwnUser.number()), Optional.empty());
  }

  /** A service of a host whose reading the test controls, and which nobody changes. */
  public static ServedHost of(Path folder, CurrentHost host, HostChanges changes)
      throws IOException {
    return of(folder, host, changes, Limits.STANDARD, Roles.of(OwnUser.number()), Optional.empty());
  }

  public static ServedHost in(Path folder) throws IOException {
    return in(folder, Limits.STANDARD);
  }

  /** A service of a captured host, which performs no operations. */
  public static ServedHost of(Path folder, Path capture) throws IOException {
    return of(
        folder, captured(capture), Limits.STANDARD, Roles.of(OwnUser.number()), Optional.empty());
  }

  private static ServedHost of(
      Path folder, Machine machine, Limits limits, Roles roles, Optional<Starts> starts)
      throws IOException {
    ObservedHost host = new ObservedHost(machine);
    return of(folder, host, host, limits, roles, starts);
  }

  private static ServedHost of(
      Path folder,
      CurrentHost host,
      HostChanges changes,
      Limits limits,
      Roles roles,
      Optional<Starts> starts)
      throws IOException {
    Path page = folder.resolve("page");
    Files.createDirectories(page.resolve("assets"));
    Files.writeString(page.resolve("index.html"), "<!doctype html><title>page</title>");
    Files.writeString(page.resolve("assets/a.js"), "// script");
    // the tests also connect as another user
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.deleteIfExists(folder.resolve("api.sock"));
    HttpServer server =
        new HttpServer(Api.routes(host, changes, starts, limits), limits, roles)
            .onSocket(folder.resolve("api.sock"))
            .onLoopback(0, page);
    server.start();
    Files.setPosixFilePermissions(
        folder.resolve("api.sock"), PosixFilePermissions.fromString("rw-rw-rw-"));
    return new ServedHost(folder, server);
  }

  public static Machine captured(Path capture) {
    return new CapturedMachine(CaptureReader.read(capture));
  }

  private static Starts starts(Path folder) throws IOException {
    Path program = folder.resolve("program");
    if (!Files.exists(program)) {
      Files.copy(ROOT.resolve("service/src/test/resources/program"), program);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return new Starts(folder.resolve("operations"), new ChildProgram(program));
  }

  public Path socket() {
    return folder.resolve("api.sock");
  }

  public int port() {
    return server.port().orElseThrow();
  }

  /** The token in the address that the service prints. */
  public String token() {
    String address = server.webAddress().orElseThrow();
    return address.substring(address.indexOf('=') + 1);
  }

  public SocketClient client() {
    return new SocketClient(socket());
  }

  @Override
  public void close() {
    server.close();
  }
}
