package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.Machine;
import gangway.service.ServedHost;
import gangway.service.SocketClient;
import gangway.service.SocketClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What does not wait for a request that reads the host for a long time. */
@Timeout(60)
class SlowRequestsTest {
  private static final String MIGRATE =
      "{\"request\":{\"kind\":\"migrate\",\"guest\":\"pv1\",\"host\":\"silent\"}}";
  private static final String HIDE =
      "{\"request\":{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"now\":true}}";

  @TempDir Path folder;
  private final Gate reading = new Gate();
  private final Gate otherHost = new Gate();
  private ServedHost served;
  private SocketClient client;

  /** Lets requests wait that read the host. */
  private static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    void pass() {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void awaitRequest() throws InterruptedException {
      reached.await();
    }

    void open() {
      open.countDown();
    }
  }

  /** A host behind the gates; the shared observation has none. */
  private record SlowHost(ObservedHost observed, Gate reading, Gate otherHost)
      implements CurrentHost {
    @Override
    public Seen now() {
      return observed.now();
    }

    @Override
    public ViewedUses uses() {
      return observed.uses();
    }

    @Override
    public Machine machine() {
      reading.pass();
      return observed.machine();
    }

    @Override
    public Machine machineBesideOthers() {
      otherHost.pass();
      return observed.machineBesideOthers();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    ObservedHost observed = new ObservedHost(ServedHost.captured(ServedHost.captures().getFirst()));
    served = ServedHost.of(folder, new SlowHost(observed, reading, otherHost), observed);
    client = served.client();
  }

  @AfterEach
  void end() {
    reading.open();
    otherHost.open();
    served.close();
  }

  @Test
  void everythingIsAnsweredWhileAMigrationsCheckWaitsForTheOtherHost() throws Exception {
    reading.open();
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> migration = caller.submit(() -> client.post("/api/v1/checks", MIGRATE));
      otherHost.awaitRequest();

      assertThat(client.post("/api/v1/checks", HIDE).body()).contains("\"findings\"");
      for (String path : List.of("/host", "/functions", "/guests", "/doctor")) {
        assertThat(client.get("/api/v1" + path).status()).as(path).isEqualTo(200);
      }
      assertThat(migration).isNotDone();

      otherHost.open();
      assertThat(migration.get().body()).contains("\"code\":");
    }
  }

  @Test
  void theListOfFunctionsIsAnsweredWhileTheDoctorLooks() throws Exception {
    try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> doctor = caller.submit(() -> client.get("/api/v1/doctor"));
      reading.awaitRequest();

      for (String path : List.of("/functions", "/functions?all=true&carries=true")) {
        assertThat(client.get("/api/v1" + path).status()).as(path).isEqualTo(200);
      }
      assertThat(doctor).isNotDone();

      reading.open();
      assertThat(doctor.get().status()).isEqualTo(200);
    }
  }
}
