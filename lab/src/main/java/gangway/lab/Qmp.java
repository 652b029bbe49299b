package gangway.lab;

import gangway.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** QEMU's control socket with the protocol QMP: one JSON object on each line. */
final class Qmp implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final SocketChannel channel;
  private final BufferedReader answers;

  private Qmp(SocketChannel channel) {
    this.channel = channel;
    this.answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /** Connects, and waits until QEMU accepts commands. */
  static Qmp connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      Qmp qmp = new Qmp(channel);
      qmp.line();
      qmp.ask("qmp_capabilities", Map.of());
      return qmp;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The state of the machine: {@code running}, {@code internal-error}, … */
  String status() throws IOException {
    return ask("query-status", Map.of()).path("status").asString();
  }

  /**
   * Runs a command of the human monitor; some actions exist only there.
   *
   * @throws Problem if the command prints anything, which means that it failed
   */
  void monitor(String command) throws IOException {
    String said = ask("human-monitor-command", Map.of("command-line", command)).asString().strip();
    if (!said.isEmpty() && !said.equals("OK")) {
      throw Problem.failed("QEMU refused '" + command + "'", "", said);
    }
  }

  /**
   * Whether the machine has a device. An unplugged device exists until its driver has released it.
   */
  boolean hasDevice(String id) throws IOException {
    JsonNode devices = ask("qom-list", Map.of("path", "/machine/peripheral"));
    return devices.values().stream().anyMatch(d -> d.path("name").asString("").equals(id));
  }

  /** Adds a disk whose content need not survive a crash of this machine. */
  void addDisk(String name, Path file) throws IOException {
    Map<String, Object> cache = Map.of("no-flush", true);
    Map<String, Object> host =
        Map.of("driver", "file", "filename", file.toString(), "cache", cache);
    ask("blockdev-add", Map.of("node-name", name, "driver", "raw", "cache", cache, "file", host));
  }

  /**
   * Removes a disk. ({@code drive_del} of the human monitor is not used: if the device that used
   * the drive is not completely gone, QEMU never frees the drive's name.)
   *
   * @throws Problem if a device still uses the disk
   */
  void removeDisk(String name) throws IOException {
    ask("blockdev-del", Map.of("node-name", name));
  }

  /** Asks QEMU to end at once. */
  void quit() throws IOException {
    send("quit", Map.of());
  }

  private JsonNode ask(String command, Map<String, Object> arguments) throws IOException {
    send(command, arguments);
    while (true) {
      JsonNode answer = line();
      if (answer.has("return")) {
        return answer.get("return");
      }
      if (answer.has("error")) {
        throw Problem.failed(
            "QEMU refused '" + command + "'", "", answer.path("error").path("desc").asString());
      }
      // all other messages are events
    }
  }

  private void send(String command, Map<String, Object> arguments) throws IOException {
    String line =
        JSON.writeValueAsString(Map.of("execute", command, "arguments", arguments)) + "\n";
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private JsonNode line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("QEMU closed its control socket");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
