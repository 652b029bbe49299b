package gangway.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One failed request does not make all later ones fail: the undo of an operation needs XenStore.
 */
@Timeout(10)
class BrokenConnectionTest {
  private static final String NAME = "/local/domain/3/name";
  private static final byte[] BROKEN = FakeXenstored.message(FakeXenstored.READ, 77, 0, "pv2");

  @SuppressWarnings("NullAway.Init")
  private FakeXenstored xenstored;

  @SuppressWarnings("NullAway.Init")
  private SocketXenStore store;

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    xenstored = new FakeXenstored(folder.resolve("socket")).put(NAME, "pv1");
    store = SocketXenStore.connect(folder.resolve("socket"));
  }

  @AfterEach
  void disconnect() throws IOException {
    store.close();
    xenstored.close();
  }

  /** A service keeps its connection for days; xenstored can be restarted meanwhile. */
  @Test
  void afterALostConnectionNoRequestFails() throws InterruptedException {
    for (int times = 0; times < 3; times++) {
      xenstored.hangUp();
      assertThat(store.read(NAME)).contains("pv1");
      xenstored.hangUp();
      assertThat(store.list("/local/domain")).containsExactly("3");
    }
  }

  @Test
  void afterALostConnectionAChangeAndAWaitSucceed() throws InterruptedException {
    xenstored.hangUp();
    Optional<String> changed = store.change(edit -> edit.read(NAME));
    assertThat(changed).contains("pv1");
    xenstored.hangUp();
    Optional<String> awaited =
        store.await(List.of("/local/domain/3"), Duration.ofSeconds(5), view -> view.read(NAME));
    assertThat(awaited).contains("pv1");
  }

  @Test
  void aConnectionThatIsLostDuringARequestIsNotUsedAgain() {
    xenstored.beforeRead(() -> {
      xenstored.beforeRead(() -> {});
      xenstored.hangUpNow();
    });
    assertThatThrownBy(() -> store.read(NAME)).isInstanceOf(Problem.class);
    assertThat(store.read(NAME)).contains("pv1");
  }

  @Test
  void aReplyThatCannotBeUnderstoodIsNotTakenForTheNextOne() {
    xenstored.answering(BROKEN);
    assertThatThrownBy(() -> store.read(NAME)).hasMessageContaining("a reply without a request");
    assertThat(store.read(NAME)).contains("pv1");
    assertThat(store.list("/local/domain")).containsExactly("3");
  }

  @Test
  void aTransactionThatFailsInTheMiddleIsForgottenWithItsConnection() {
    assertThatThrownBy(() ->
            store.change(edit -> {
              edit.write("/first", "x");
              xenstored.answering(BROKEN);
              return edit.read(NAME);
            }))
        .hasMessageContaining("a reply without a request");
    assertThat(xenstored.asked()).noneMatch(question -> question.startsWith("7 "));
    store.change(edit -> {
      edit.write("/second", "x");
      return true;
    });
    assertThat(xenstored.value("/first")).isEqualTo("none");
    assertThat(xenstored.value("/second")).isEqualTo("x");
  }

  @Test
  void aRequestOfATransactionIsNotSentOnAnotherConnection() {
    assertThatThrownBy(() ->
            store.change(edit -> {
              xenstored.answering(BROKEN);
              assertThatThrownBy(() -> edit.read(NAME)).isInstanceOf(Problem.class);
              assertThat(store.read(NAME)).as("a new connection").contains("pv1");
              edit.write("/second", "x");
              return true;
            }))
        .hasMessageContaining("connection to xenstored was lost");
    assertThat(xenstored.value("/second")).isEqualTo("none");
  }

  @Test
  void aReadThatFailsInATransactionEndsTheTransaction() {
    assertThatThrownBy(() ->
            store.consistently(view -> {
              throw new StackOverflowError();
            }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(xenstored.asked()).last().isEqualTo("7 8 F");
  }

  @Test
  void waitingAfterAFailureLeavesNoWatch() {
    assertThatThrownBy(() ->
            store.await(
                List.of("/local/domain/3"),
                Duration.ofSeconds(5),
                view -> {
                  xenstored.answering(BROKEN);
                  return view.read(NAME);
                }))
        .hasMessageContaining("a reply without a request");
    assertThat(store.read(NAME)).contains("pv1");
    assertThat(xenstored.watched()).isEmpty();
  }

  @Test
  void aNodeIsRemovedWithAllBelowIt() {
    xenstored.put("/local/domain/3/data/ask", "x");
    for (int times = 0; times < 2; times++) {
      store.change(edit -> {
        edit.remove("/local/domain/3/data");
        return true;
      });
      assertThat(store.list("/local/domain/3")).containsExactly("name");
    }
  }

  @Test
  void aDomainThatWritesAllTheTimeCannotPreventARemoval() {
    xenstored.busy(3).put("/local/domain/3/data/ask", "x");
    Optional<String> seen =
        store.changeDespite(
            3,
            edit -> {
              edit.remove("/local/domain/3/data/ask");
              return edit.read("/local/domain/3/data/ask");
            });
    assertThat(seen).isEmpty();
    assertThat(xenstored.value("/local/domain/3/data/ask")).isEqualTo("none");
  }
}
