package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.Machine;
import gangway.service.ServedHost;
import gangway.service.SocketClient;
import gangway.service.SocketClient.Answer;
import gangway.service.http.Limits;
import gangway.service.live.Announcer;
import gangway.service.live.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API of a host whose changes the test announces. */
@Timeout(60)
class FollowedHostTest {
  /** As of a service that starts later than another one. */
  private static final long FIRST = 100;

  private static final Duration NOT_IN_THIS_TEST = Duration.ofMinutes(10);
  private static final String FUNCTIONS = "/api/v1/functions";

  /** An event must not come only because the time for the next comment has come. */
  private static final Limits LIMITS =
      new Limits(256, 64, 128, 64, 8, 60, NOT_IN_THIS_TEST, NOT_IN_THIS_TEST);

  @TempDir Path folder;
  private final Announcer announcer = new Announcer(FIRST);
  private final AtomicInteger observations = new AtomicInteger();
  private final Machine before = ServedHost.captured(ServedHost.captures().getFirst());
  private final Machine after = ServedHost.captured(ServedHost.captures().getLast());
  private volatile Machine present = before;
  private final FollowedHost host =
      FollowedHost.of(
          announcer.changes(), announcer::nanoTime, before, before, new HostReader(this::observe));
  private ServedHost served;
  private SocketClient client;

  private Machine observe() {
    observations.incrementAndGet();
    return present;
  }

  @BeforeEach
  void serve() throws IOException {
    served = ServedHost.of(folder, host, LIMITS);
    client = served.client();
  }

  @AfterEach
  void end() {
    served.close();
  }

  @Test
  void twentyViewersCauseOneObservation() throws Exception {
    List<Future<Answer>> asked = new ArrayList<>();
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        asked.add(viewers.submit(() -> client.get(FUNCTIONS)));
      }
    }
    Answer first = asked.getFirst().get();
    assertThat(first.status()).isEqualTo(200);
    for (Future<Answer> one : asked) {
      assertThat(one.get().body()).isEqualTo(first.body());
    }
    assertThat(observations).hasValue(1);
  }

  @Test
  void whatFunctionsCarryIsObservedOnceForAllViewersAndOnlyIfSomebodyAsks() throws IOException {
    client.get(FUNCTIONS);
    assertThat(observations).hasValue(1);
    for (int i = 0; i < 20; i++) {
      assertThat(client.get(FUNCTIONS + "?carries=true").body()).contains("\"carries\":[");
    }
    assertThat(observations).hasValue(2);
    announcer.announce(Topic.OPERATIONS);
    client.get(FUNCTIONS + "?carries=true");
    assertThat(observations).hasValue(2);
    announcer.announce(Topic.FUNCTIONS);
    client.get(FUNCTIONS + "?carries=true");
    assertThat(observations).hasValue(4);
  }

  @Test
  void afterAnAnnouncedChangeTheHostIsObservedAgainAndTheTagIsAnother() throws IOException {
    String tag = tag(client.get(FUNCTIONS));
    present = after;
    assertThat(client.get(FUNCTIONS, "If-None-Match: " + tag).status()).isEqualTo(304);
    announcer.announce(Topic.FUNCTIONS);
    Answer next = client.get(FUNCTIONS, "If-None-Match: " + tag);
    assertThat(next.status()).isEqualTo(200);
    assertThat(tag(next)).isNotEqualTo(tag);
    assertThat(client.get("/api/v1/host").body()).contains("\"generation\":" + (FIRST + 1) + ",");
    assertThat(observations).hasValue(2);
  }

  @Test
  void aChangeOfSomethingElseCausesNoObservation() throws IOException {
    client.get(FUNCTIONS);
    announcer.announce(Topic.OPERATIONS);
    client.get(FUNCTIONS);
    assertThat(observations).hasValue(1);
    assertThat(client.get("/api/v1/host").body()).contains("\"generation\":" + (FIRST + 1) + ",");
  }

  @Test
  void anOldObservationIsRepeatedAndOnlyADifferenceIsAChange() throws IOException {
    client.get(FUNCTIONS);
    announcer.grow();
    client.get(FUNCTIONS);
    assertThat(observations).hasValue(2);
    assertThat(host.generation()).isEqualTo(FIRST);
    present = after;
    announcer.grow();
    client.get(FUNCTIONS);
    assertThat(observations).hasValue(3);
    assertThat(host.generation()).isEqualTo(FIRST + 1);
  }

  @Test
  void anEventIsSentAtTheAnnouncement() throws IOException {
    try (SocketChannel events = events("")) {
      assertThat(readUntil(events, ":\n\n")).doesNotContain("event:");
      announcer.announce(Topic.FUNCTIONS);
      assertThat(readUntil(events, "\n\n"))
          .contains("id: 101\nevent: functions\ndata: {\"generation\":101}\n\n");
      announcer.announce(Topic.GUESTS);
      assertThat(readUntil(events, "\n\n"))
          .contains("id: 102\nevent: guests\ndata: {\"generation\":102}\n\n");
    }
  }

  @Test
  void aViewerThatComesBackGetsTheTopicsThatItHasMissed() throws IOException {
    announcer.announce(Topic.OPERATIONS);
    announcer.announce(Topic.DOCTOR);
    try (SocketChannel events = events("Last-Event-ID: 101\r\n")) {
      assertThat(readUntil(events, "event: doctor"))
          .doesNotContain("operations")
          .doesNotContain("reset");
    }
  }

  @Test
  void afterARestartAnOldEventIdGivesReset() throws IOException {
    try (SocketChannel events = events("Last-Event-ID: 99\r\n")) {
      assertThat(readUntil(events, "{\"generation\":100}\n\n")).contains("id: 100\nevent: reset\n");
      announcer.announce(Topic.HOST);
      assertThat(readUntil(events, "\n\n")).contains("event: host\n");
    }
  }

  @Test
  void anIdOfALaterTimeGivesReset() throws Exception {
    // the clock of the host was set back
    assertThat(host.since(FIRST + 1, NOT_IN_THIS_TEST))
        .isEqualTo(new HostChanges.Change(FIRST, Set.of(), true));
  }

  @Test
  void withoutAChangeTheTimeIsTheLimit() throws Exception {
    assertThat(host.since(FIRST, Duration.ofMillis(1)))
        .isEqualTo(new HostChanges.Change(FIRST, Set.of(), false));
  }

  @Test
  void theAnswersAreThoseOfAHostThatIsObservedForEachRequest(@TempDir Path other)
      throws IOException {
    try (ServedHost observed = ServedHost.of(other, ServedHost.captures().getFirst())) {
      for (String path : List.of(FUNCTIONS, FUNCTIONS + "?all=true", "/api/v1/guests")) {
        assertThat(client.get(path).body()).isEqualTo(observed.client().get(path).body());
      }
    }
    assertThat(observations).hasValue(1);
  }

  private static String tag(Answer answer) {
    return answer.headers().getOrDefault("etag", "");
  }

  private SocketChannel events(String header) throws IOException {
    SocketChannel channel = client.open();
    String request = "GET /api/v1/events HTTP/1.1\r\nHost: a\r\n" + header + "\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    return channel;
  }

  /** Reads what arrives until the text is in it. */
  private static String readUntil(SocketChannel channel, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (read.indexOf(end) < 0 && channel.read(bytes.clear()) >= 0) {
      read.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
    }
    return read.toString();
  }
}
