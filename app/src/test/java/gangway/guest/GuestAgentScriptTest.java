package gangway.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the guest's agent in a shell. Pipes stand for its two connections to {@code
 * /dev/xen/xenbus}, which the test serves.
 */
@Timeout(60)
class GuestAgentScriptTest {
  private static final int READ = 2;
  private static final int WATCH = 4;
  private static final int WRITE = 11;
  private static final int REMOVE = 13;
  private static final int EVENT = 15;
  private static final int ERROR = 16;
  private static final String AGENT = "data/gangway/agent";
  private static final String ASK = "data/gangway/ask";
  private static final String ANSWER = "data/gangway/answer";

  private record Message(int type, List<String> words) {}

  /** The nodes of the guest's current domain. */
  private final SortedMap<String, String> nodes = new TreeMap<>();

  private final List<AutoCloseable> open = new ArrayList<>();
  private Process agent;
  private DataInputStream requests;
  private OutputStream replies;
  private OutputStream events;

  @BeforeEach
  void serve(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("devices/0000:00:00.0"));
    for (String name : List.of("requests", "replies", "watches", "events")) {
      new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor();
    }
    String script =
        Files.readString(Documents.ROOT.resolve("guest/agent/gangway-guest"))
            .replace("/sys/bus/pci/devices", folder + "/devices")
            .replace(
                "exec 3<>/dev/xen/xenbus",
                "exec 3<>" + folder + "/replies 5<>" + folder + "/requests")
            .replace(
                "exec 4<>/dev/xen/xenbus",
                "exec 4<>" + folder + "/events 6<>" + folder + "/watches")
            .replace("} >&\"$1\"", "} >&$(($1 + 2))");
    assertThat(script).doesNotContain("/dev/xen");
    Path file = Files.writeString(folder.resolve("agent"), script);
    agent = new ProcessBuilder("sh", file.toString(), "serve").inheritIO().start();
    requests = new DataInputStream(kept(Files.newInputStream(folder.resolve("requests"))));
    replies = kept(Files.newOutputStream(folder.resolve("replies")));
    DataInputStream watches =
        new DataInputStream(kept(Files.newInputStream(folder.resolve("watches"))));
    events = kept(Files.newOutputStream(folder.resolve("events")));
    assertThat(receive(watches)).isEqualTo(new Message(WATCH, List.of(ASK, "asked")));
    untilWritten(AGENT);
  }

  private <T extends AutoCloseable> T kept(T stream) {
    open.add(stream);
    return stream;
  }

  @AfterEach
  void end() throws Exception {
    agent.destroyForcibly().waitFor();
    for (AutoCloseable stream : open) {
      stream.close();
    }
  }

  @Test
  void theAgentAnswersAQuestionAndAnnouncesItselfOnce() throws IOException {
    nodes.put(ASK, "token 0000:00:01.0");
    fire();
    assertThat(untilWritten(ANSWER)).doesNotContain(AGENT);
    assertThat(nodes).containsEntry(ANSWER, "token yes").containsEntry(AGENT, "1");
    assertThat(nodes).containsEntry("data/gangway/pci/0000-00-00-0", "");
  }

  /** The restored guest is a new domain, whose folder in XenStore is empty; its watches fire. */
  @Test
  void afterARestoreTheAgentAnnouncesItselfAgainAndAnswers() throws IOException {
    nodes.clear();
    fire();
    untilWritten(AGENT);
    assertThat(nodes).containsEntry(AGENT, "1").containsKey("data/gangway/pci/0000-00-00-0");

    nodes.put(ASK, "token 0000:00:01.0");
    fire();
    untilWritten(ANSWER);
    assertThat(nodes).containsEntry(ANSWER, "token yes");
  }

  private void fire() throws IOException {
    send(events, EVENT, ASK + "\0asked\0");
  }

  /** Serves requests until a node is written; returns the written nodes. */
  private List<String> untilWritten(String node) throws IOException {
    List<String> written = new ArrayList<>();
    while (!written.contains(node)) {
      Message request = receive(requests);
      String path = request.words().getFirst();
      switch (request.type()) {
        case READ -> {
          String value = nodes.get(path);
          send(replies, value == null ? ERROR : READ, value == null ? "ENOENT\0" : value);
        }
        case WRITE -> {
          nodes.put(path, request.words().get(1));
          written.add(path);
          send(replies, WRITE, "OK\0");
        }
        case REMOVE -> {
          nodes.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
          send(replies, REMOVE, "OK\0");
        }
        default -> throw new AssertionError(request);
      }
    }
    return written;
  }

  private static Message receive(DataInputStream from) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(from.readNBytes(16)).order(ByteOrder.nativeOrder());
    int type = header.getInt(0);
    String text = new String(from.readNBytes(header.getInt(12)), UTF_8);
    return new Message(type, List.of(text.split("\0", type == WRITE ? -1 : 0)));
  }

  private static void send(OutputStream to, int type, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    ByteBuffer message =
        ByteBuffer.allocate(16 + bytes.length)
            .order(ByteOrder.nativeOrder())
            .putInt(type)
            .putInt(0)
            .putInt(0)
            .putInt(bytes.length)
            .put(bytes);
    to.write(message.array());
    to.flush();
  }
}
