package gangway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gangway.service.SocketClient.Answer;
import gangway.service.http.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile clients: each request is answered or its connection is closed, and others are served. */
@Timeout(120)
class AttackTest {
  private static final Limits QUICK =
      new Limits(100, 16, 50, 3, 2, 3, Duration.ofSeconds(2), Duration.ofMillis(200));
  private static final String CHECK =
      "{\"request\":{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"now\":true}}";

  @TempDir Path folder;
  private ServedHost served;
  private SocketClient client;

  @BeforeEach
  void start() throws IOException {
    served = ServedHost.in(folder, QUICK);
    client = served.client();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void aUserWithoutRightsReadsAndChecksButDoesNotAct() throws Exception {
    assumeTrue(OwnUser.number() == 0, "only root can become another user");
    List<String> answers =
        asNobody(
            "GET /api/v1/me",
            "POST /api/v1/checks " + CHECK,
            "POST /api/v1/operations {}",
            "POST /api/v1/operations/x/cancellation {}",
            "POST /api/v1/recoveries {}",
            "POST /api/v1/repairs {}",
            "GET /api/v1/operations",
            "GET /api/v1/operations/x/events");
    assertThat(answers.getFirst())
        .contains("200 OK", "\"uid\":65534", "\"role\":\"viewer\"", "\"mayAct\":false");
    assertThat(answers.get(1)).contains("200 OK", "\"findings\"");
    assertThat(answers.subList(2, 8))
        .allSatisfy(
            answer -> assertThat(answer).contains("403 Forbidden", "\"code\":\"may-not-act\""));
    assertThat(folder.resolve("operations")).doesNotExist();
  }

  @Test
  void twoThousandConnectionsAreAnsweredOrClosed() throws IOException {
    served.close();
    served = ServedHost.in(folder);
    int most = Limits.STANDARD.connections();
    List<SocketChannel> open = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      SocketChannel channel = client.open();
      open.add(channel);
      if (i >= most) {
        Answer answer = SocketClient.answer(Channels.newInputStream(channel));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body()).contains("\"code\":\"too-many\"");
        refused++;
      }
    }
    assertThat(refused).isEqualTo(2000 - most);
    for (SocketChannel channel : open) {
      channel.close();
    }
    assertThat(answeredSoon()).isTrue();
  }

  @Test
  void connectionsThatSendNothingAreClosed() throws IOException {
    try (SocketChannel channel = client.open()) {
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "GET\r\n\r\n",
        "\u0000\u0001\u0002\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /api/v1/me HTTP/1.1\r\n\r\n",
        "GET /api/v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /api/v1/checks HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        """
        POST /api/v1/checks HTTP/1.1\r
        Host: a\r
        Content-Length: 5\r
        Transfer-Encoding: chunked\r
        \r
        """,
        "GET /api/v1/%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /api/v1/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /api/v1/functions?all=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
      })
  void whatIsNotARequestIsAProblem(String garbage) throws IOException {
    Answer answer = client.raw(garbage);
    assertThat(answer.status()).isBetween(400, 505);
    assertThat(answer.body()).doesNotContain("root:", "Exception", "\tat ");
    assertThat(answeredSoon()).isTrue();
  }

  @Test
  void aLargeBodyIsRefused() throws IOException {
    Answer told = client.post("/api/v1/checks", "x".repeat(70_000));
    assertThat(told.status()).isEqualTo(413);
    assertThat(told.body()).contains("\"code\":\"too-large\"");
    String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";
    Answer chunked =
        client.raw(
            "POST /api/v1/checks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(20));
    assertThat(chunked.status()).isEqualTo(413);
  }

  @Test
  void aLargeHeaderIsRefused() throws IOException {
    Answer answer = client.get("/api/v1/me", "X-Large: " + "x".repeat(20_000));
    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.body()).contains("\"code\":\"header-too-large\"");
  }

  @Test
  void aBodyThatDoesNotArriveIsGivenUp() throws IOException {
    Answer answer =
        client.raw(
            "POST /api/v1/checks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1000\r\n\r\n{\"request\"");
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.body()).contains("\"code\":\"too-slow\"");
  }

  @Test
  void aHeaderThatArrivesByteByByteIsGivenUp() throws IOException {
    try (SocketChannel channel = client.open()) {
      channel.write(ascii("GET /api/v1/me HTTP/1.1\r\nX-Slow: "));
      assertThatThrownBy(
              () -> {
                while (true) {
                  channel.write(ascii("x"));
                  LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
              })
          .as("without an end, the test fails at its time limit")
          .isInstanceOf(IOException.class);
    }
    assertThat(answeredSoon()).isTrue();
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    assertThat(client.post("/api/v1/checks", "[".repeat(30_000)).status()).isEqualTo(400);
    assertThat(client.post("/api/v1/checks", "{\"a\":".repeat(5_000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"attach\",\"guest\":\"--force\",\"functions\":[\"--force\"]}",
        "{\"kind\":\"attach\",\"guest\":\"pv1\",\"functions\":[\"--accept=DISK-ROOT\"]}",
        "{\"kind\":\"attach\",\"guest\":\"p\\nv\",\"functions\":[\"0000:09:00.0\"]}",
        "{\"kind\":\"recover\",\"functions\":[\"0000:09:00.0\"]}",
        "{\"kind\":\"hide\",\"functions\":[]}",
        "{\"kind\":\"hide\",\"functions\":[\"@group\"]}",
        "{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"now\":false,\"persistent\":false}",
        "{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"now\":\"true\"}",
        "{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"force\":true}",
        "{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"sudo\":true}",
        "{\"kind\":\"guard\",\"functions\":[]}",
        "{\"kind\":\"guard-install\",\"functions\":[\"0000:09:00.0\"]}",
        "{\"kind\":\"guard-install\",\"guest\":\"pv1\"}",
        "{\"kind\":\"guard install\"}",
        "{\"kind\":\"shutdown-policy\",\"guest\":\"pv1\"}",
        "{\"kind\":\"shutdown-policy\",\"policy\":\"save\"}",
        "{\"kind\":\"shutdown-policy\",\"guest\":\"pv1\",\"policy\":\"--json-lines\"}",
        "{\"kind\":\"shutdown-policy\",\"guest\":\"pv1\",\"policy\":\"destroy\"}",
        "{\"kind\":\"shutdown-policy\",\"guest\":\"p\\nsave pv2\",\"policy\":\"save\"}",
        "{\"kind\":\"shutdown-policy\",\"guest\":\"a/b\",\"policy\":\"save\"}",
        "{\"kind\":\"shutdown-policy\",\"guest\":[\"pv1\"],\"policy\":\"save\"}"
      })
  void aTextOfARequestNeverBecomesAnOption(String request) throws IOException {
    Answer answer = client.post("/api/v1/checks", "{\"request\":" + request + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid\"");
  }

  @Test
  void aGuestWhoseNameLooksLikeAnOptionIsAGuest() throws IOException {
    Answer answer =
        client.post(
            "/api/v1/checks",
            "{\"request\":{\"kind\":\"attach\",\"guest\":\"--now\",\"functions\":[\"0000:09:00.0\"]}}");
    assertThat(answer.body()).contains("--now").doesNotContain("Unknown option");
    Answer policy =
        client.post(
            "/api/v1/checks",
            "{\"request\":{\"kind\":\"shutdown-policy\",\"guest\":\"--digest\",\"policy\":\"ignore\"}}");
    assertThat(policy.status()).isEqualTo(200);
    assertThat(policy.body())
        .contains(
            "\"commandLine\":[\"gangway\",\"shutdown-policy\",\"--\",\"--digest\",\"ignore\"]");
  }

  @Test
  void aReaderThatDoesNotReadIsGivenUp() throws IOException {
    try (SocketChannel channel = client.open()) {
      String request = "GET /api/v1/explanations HTTP/1.1\r\nHost: a\r\n\r\n";
      ByteBuffer many = StandardCharsets.UTF_8.encode(request.repeat(1000));
      channel.configureBlocking(false);
      channel.write(many);
      assertThat(answeredSoon()).isTrue();
      channel.configureBlocking(true);
      // the end of the connection, not of the thousand answers
      assertThat(SocketClient.answer(new Late(channel)).body().length()).isLessThan(30_000_000);
    }
    assertThat(answeredSoon()).isTrue();
  }

  @Test
  void eventStreamsAreLimitedAndDoNotStopOthers() throws IOException {
    List<SocketChannel> streams = new ArrayList<>();
    for (int i = 0; i < QUICK.streams(); i++) {
      SocketChannel channel = client.open();
      SocketClient.write(channel, "GET /api/v1/events HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(channel.read(ByteBuffer.allocate(4096))).isPositive();
      streams.add(channel);
    }
    Answer answer = client.get("/api/v1/events");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).contains("\"code\":\"too-many\"");
    assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
    for (SocketChannel channel : streams) {
      channel.close();
    }
    int status = 429;
    // the service sees that a caller has gone when it sends the next comment
    long limit = System.nanoTime() + QUICK.heartbeat().multipliedBy(50).toNanos();
    while (status == 429 && System.nanoTime() < limit) {
      status = statusOfStream();
    }
    assertThat(status).isEqualTo(200);
  }

  private int statusOfStream() throws IOException {
    try (SocketChannel channel = client.open()) {
      SocketClient.write(channel, "GET /api/v1/events HTTP/1.1\r\nHost: a\r\n\r\n");
      byte[] line = Channels.newInputStream(channel).readNBytes("HTTP/1.1 200".length());
      return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
    }
  }

  @Test
  void aStreamEndsWithTheService() throws IOException {
    try (SocketChannel channel = client.open()) {
      SocketClient.write(channel, "GET /api/v1/events HTTP/1.1\r\nHost: a\r\n\r\n");
      channel.read(ByteBuffer.allocate(1));
      served.close();
      assertThat(SocketClient.answer(Channels.newInputStream(channel)).body())
          .contains("event: bye");
    }
  }

  @Test
  void checksAreLimited() throws IOException {
    for (int i = 0; i < QUICK.checksPerMinute(); i++) {
      assertThat(client.post("/api/v1/checks", CHECK).status()).isEqualTo(200);
    }
    assertThat(client.post("/api/v1/checks", CHECK).status()).isEqualTo(429);
  }

  /** Reads only after the service has had time to give up. */
  private static final class Late extends InputStream {
    private final SocketChannel channel;
    private boolean waited;

    Late(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      ByteBuffer one = ByteBuffer.allocate(1);
      return channel.read(one) < 0 ? -1 : one.get(0) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (!waited) {
        LockSupport.parkNanos(QUICK.idle().plus(QUICK.idle()).toNanos());
        waited = true;
      }
      return channel.read(ByteBuffer.wrap(bytes, from, length));
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private boolean answeredSoon() throws IOException {
    for (int i = 0; i < 200; i++) {
      if (client.get("/api/v1/me").status() == 200) {
        return true;
      }
    }
    return false;
  }

  /** The answers to requests of the user nobody. */
  private List<String> asNobody(String... requests) throws Exception {
    Path classes = folder.resolve("classes");
    Path own = Files.createDirectories(classes.resolve("gangway/service"));
    try (InputStream bytes = AttackTest.class.getResourceAsStream("Ask.class")) {
      Files.copy(Objects.requireNonNull(bytes), own.resolve("Ask.class"));
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                Ask.class.getName(),
                served.socket().toString()));
    words.addAll(List.of(requests));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return List.of(answers.split("\f"));
  }
}
