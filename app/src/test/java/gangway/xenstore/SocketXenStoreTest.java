package gangway.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Attack(Party.GUEST)
@SuppressWarnings("NullAway.Init")
@Timeout(10)
class SocketXenStoreTest {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(5);

  private FakeXenstored xenstored;

  private SocketXenStore store;

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    xenstored = new FakeXenstored(folder.resolve("socket"));
    xenstored
        .put("/local/domain/0/name", "Domain-0")
        .put("/local/domain/3/name", "pv1")
        .put("/local/domain/3/empty", "");
    store = SocketXenStore.connect(folder.resolve("socket"));
  }

  @AfterEach
  void disconnect() throws IOException {
    store.close();
    xenstored.close();
  }

  @Test
  void aValueIsRead() {
    assertThat(store.read("/local/domain/3/name")).contains("pv1");
    assertThat(store.read("/local/domain/3/empty")).contains("");
  }

  @Test
  void aMissingPathIsEmpty() {
    assertThat(store.read("/local/domain/4/name")).isEmpty();
    assertThat(store.list("/local/domain/4")).isEmpty();
  }

  @Test
  void theChildrenOfAPathAreListed() {
    assertThat(store.list("/local/domain")).containsExactly("0", "3");
    assertThat(store.list("/local/domain/3/name")).isEmpty();
  }

  @Test
  void aValueCanFillAWholeMessage() {
    String value = "x".repeat(4096);
    xenstored.put("/big", value);
    assertThat(store.read("/big")).contains(value);
  }

  @Test
  void aReplyInPiecesIsReadCompletely() {
    xenstored.inPiecesOf(3);
    assertThat(store.read("/local/domain/3/name")).contains("pv1");
    assertThat(store.list("/local/domain")).containsExactly("0", "3");
  }

  @Test
  void aDirectoryTooLargeForOneMessageIsReadInParts() {
    List<String> names = manyNames();
    assertThat(store.list("/many")).isEqualTo(names);
    assertThat(parts()).isGreaterThan(2);
  }

  @Test
  void aDirectoryThatChangesBetweenItsPartsIsReadAgain() {
    List<String> names = new ArrayList<>(manyNames());
    AtomicInteger part = new AtomicInteger();
    xenstored.beforePart(() -> {
      if (part.incrementAndGet() == 2) {
        xenstored.put("/many/0-first", "");
      }
    });
    names.addFirst("0-first");
    assertThat(store.list("/many")).isEqualTo(names);
  }

  @Test
  void aDirectoryThatNeverStopsChangingIsAnError() {
    manyNames();
    xenstored.beforePart(() -> xenstored.put("/many/0-first", ""));
    assertThatThrownBy(() -> store.list("/many"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("no end of the directory");
  }

  @Test
  void aRefusalHasPathAndReason() {
    xenstored.answering(error("EACCES"));
    Problem problem = catchThrowableOfType(Problem.class, () -> store.read("/secret"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence()).containsExactly("/secret: EACCES");
  }

  @Test
  void severalValuesAreReadInOneTransaction() {
    List<String> seen =
        store.consistently(view ->
            List.of(
                view.read("/local/domain/0/name").orElseThrow(),
                view.read("/local/domain/3/name").orElseThrow(),
                view.list("/local/domain").toString()));
    assertThat(seen).containsExactly("Domain-0", "pv1", "[0, 3]");
    assertThat(xenstored.asked())
        .containsExactly(
            "6 0",
            "2 8 /local/domain/0/name",
            "2 8 /local/domain/3/name",
            "1 8 /local/domain",
            "7 8 T");
  }

  @Test
  void afterACollisionTheReadIsRepeated() {
    xenstored.conflicting(2);
    AtomicInteger looks = new AtomicInteger();
    String name =
        store.consistently(view -> {
          looks.incrementAndGet();
          return view.read("/local/domain/3/name").orElseThrow();
        });
    assertThat(name).isEqualTo("pv1");
    assertThat(looks).hasValue(3);
  }

  @Test
  void aFollowerReceivesTheChangedPaths() {
    List<String> told = new ArrayList<>();
    Thread.ofVirtual()
        .start(() -> {
          while (xenstored.watched().isEmpty()) {
            Thread.onSpinWait();
          }
          xenstored.put("/local/domain/3/state", "4");
        });

    store.follow(
        List.of("/local/domain"),
        changed -> {
          told.addAll(changed);
          return !told.contains("/local/domain/3/state");
        });

    assertThat(told).contains("/local/domain/3/state");
    assertThat(xenstored.watched()).as("no watch is left").isEmpty();
    assertThat(store.read("/local/domain/3/state")).contains("4");
  }

  @Test
  void aGuestThatWritesAllTheTimeCannotBlockReads() {
    xenstored.conflicting(Integer.MAX_VALUE);
    assertThat(store.<Optional<String>>consistently(view -> view.read("/local/domain/3/name")))
        .contains("pv1");
    assertThat(xenstored.asked().getLast()).isEqualTo("2 0 /local/domain/3/name");
  }

  @Test
  void severalValuesAreWrittenInOneTransaction() {
    String seen =
        store.change(edit -> {
          String name = edit.read("/local/domain/3/name").orElseThrow();
          edit.write("/local/domain/3/state", "5");
          edit.write("/local/domain/3/empty", "not any more");
          return name + " " + edit.read("/local/domain/3/state").orElseThrow();
        });
    assertThat(seen).isEqualTo("pv1 5");
    assertThat(xenstored.asked())
        .containsExactly(
            "6 0",
            "2 8 /local/domain/3/name",
            "11 8 /local/domain/3/state 5",
            "11 8 /local/domain/3/empty not any more",
            "2 8 /local/domain/3/state",
            "7 8 T");
    assertThat(xenstored.value("/local/domain/3/state")).as("without a final NUL").isEqualTo("5");
    assertThat(xenstored.value("/local/domain/3/empty")).isEqualTo("not any more");
  }

  @Test
  void afterACollisionTheChangeIsRepeated() {
    xenstored.conflicting(2);
    AtomicInteger times = new AtomicInteger();
    store.change(edit -> {
      edit.write("/times", Integer.toString(times.incrementAndGet()));
      return true;
    });
    assertThat(xenstored.value("/times")).isEqualTo("3");
  }

  @Test
  void aGuestThatWritesAllTheTimeMakesAChangeFailAndNotHang() {
    xenstored.conflicting(Integer.MAX_VALUE);
    assertThatThrownBy(() -> store.change(edit -> write(edit, "/local/domain/3/state", "5")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("XenStore could not be changed");
    assertThat(xenstored.value("/local/domain/3/state")).isEqualTo("none");
  }

  /**
   * As in a forced detach: dom0 reads both ends, and writes its own or, in its place, the guest's.
   */
  @Test
  void aGuestThatWritesAllTheTimeCannotPreventAChange() {
    xenstored.busy(3).put("/local/domain/3/device/pci/0/state", "4");

    String seen =
        store.changeDespite(
            3,
            edit -> {
              String front = edit.read("/local/domain/3/device/pci/0/state").orElseThrow();
              edit.write("/local/domain/0/backend/pci/3/0/state", "7");
              edit.write("/local/domain/3/device/pci/0/state", "7");
              return front + edit.read("/local/domain/3/device/pci/0/state").orElseThrow();
            });

    assertThat(seen).isEqualTo("47");
    assertThat(xenstored.value("/local/domain/0/backend/pci/3/0/state")).isEqualTo("7");
    assertThat(xenstored.value("/local/domain/3/device/pci/0/state")).isEqualTo("7");
  }

  @Test
  void aChangeDespiteADomainStillCollidesWithOtherWriters() {
    xenstored.busy(30).put("/local/domain/30/x", "1");
    assertThatThrownBy(
            () -> store.changeDespite(3, edit -> edit.read("/local/domain/30/x").orElseThrow()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("XenStore could not be changed");
  }

  @Test
  void aChangeThatFailsWritesNothing() {
    assertThatThrownBy(() ->
            store.change(edit -> {
              edit.write("/local/domain/3/state", "5");
              throw new IllegalStateException("on the way");
            }))
        .hasMessage("on the way");
    assertThat(xenstored.asked()).last().isEqualTo("7 8 F");
    assertThat(xenstored.value("/local/domain/3/state")).isEqualTo("none");
    assertThat(store.read("/local/domain/3/name")).contains("pv1");
  }

  @Test
  void aRefusedWriteIsReportedAndNothingIsWritten() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                store.change(edit -> {
                  edit.write("/first", "x");
                  xenstored.answering(FakeXenstored.message(FakeXenstored.ERROR, 3, 0, "EACCES\0"));
                  return write(edit, "/secret", "x");
                }));
    assertThat(problem.evidence()).containsExactly("/secret: EACCES");
    assertThat(xenstored.value("/first")).isEqualTo("none");
  }

  @Test
  void anExistingValueIsReturnedAtOnce() {
    assertThat(await("/local/domain/3", LONG, "name")).contains("pv1");
  }

  @Test
  void waitingEndsWhenTheValueIsWritten() {
    Thread.ofVirtual()
        .start(() -> {
          while (xenstored.watched().isEmpty()) {
            Thread.onSpinWait();
          }
          xenstored.put("/local/domain/3/other", "x");
          xenstored.put("/local/domain/3/state", "4");
        });
    assertThat(await("/local/domain/3", LONG, "state")).contains("4");
  }

  @Test
  void waitingCoversSeveralPaths() {
    Thread.ofVirtual()
        .start(() -> {
          while (xenstored.watched().size() < 2) {
            Thread.onSpinWait();
          }
          xenstored.put("/b/state", "6");
        });
    Optional<String> seen = store.await(List.of("/a", "/b"), LONG, view -> view.read("/b/state"));
    assertThat(seen).contains("6");
  }

  @Test
  void waitingEndsAtTheTimeLimit() {
    long start = System.nanoTime();
    assertThat(await("/local/domain/3", SOON, "state")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(SOON.minusMillis(5), SOON.multipliedBy(20));
  }

  @Test
  void noWatchAndNoEventIsLeft() {
    assertThat(await("/local/domain/3", SOON, "state")).isEmpty();
    assertThat(xenstored.watched()).isEmpty();
    assertThat(await("/local/domain/3", LONG, "name")).contains("pv1");
    assertThat(xenstored.watched()).isEmpty();
    assertThat(store.read("/local/domain/3/name")).contains("pv1");
  }

  @Test
  void aGuestThatWritesAllTheTimeCannotProlongTheWait() {
    xenstored.beforeRead(() -> xenstored.put("/local/domain/3/noise", "x"));
    long start = System.nanoTime();
    assertThat(await("/local/domain/3", SOON, "state")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aReplyBeyondTheLimitIsRefused() {
    xenstored.answering(FakeXenstored.header(FakeXenstored.READ, 1, 0, 0x7fffffff));
    assertThatThrownBy(() -> store.read("/x"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("claims 2147483647 bytes");
  }

  @Test
  void aReplyToAnotherRequestIsRefused() {
    xenstored.answering(FakeXenstored.message(FakeXenstored.READ, 77, 0, "pv2"));
    assertThatThrownBy(() -> store.read("/x"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a reply without a request");
  }

  @Test
  void aTransactionWithoutANumberIsRefused() {
    xenstored.answering(FakeXenstored.message(FakeXenstored.TRANSACTION_START, 1, 0, "none\0"));
    assertThatThrownBy(() -> store.<String>consistently(view -> ""))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a transaction without a number");
  }

  @Test
  void aConnectionThatIsLostDuringARequestIsReported() {
    xenstored.beforeRead(xenstored::hangUpNow);
    assertThatThrownBy(() -> store.read("/x"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("connection to xenstored was lost");
  }

  @Test
  void withoutAXenstoredThereIsNoConnection(@TempDir Path folder) {
    assertThatThrownBy(() -> SocketXenStore.connect(folder.resolve("none")))
        .isInstanceOf(IOException.class);
  }

  private static boolean write(XenStoreTransaction edit, String path, String value) {
    edit.write(path, value);
    return true;
  }

  private Optional<String> await(String path, Duration limit, String name) {
    return store.await(List.of(path), limit, view -> view.read(path + "/" + name));
  }

  private List<String> manyNames() {
    List<String> names =
        IntStream.range(0, 1000).mapToObj(i -> "a-name-of-some-length-%04d".formatted(i)).toList();
    names.forEach(name -> xenstored.put("/many/" + name, ""));
    return names;
  }

  private long parts() {
    return xenstored.asked().stream().filter(question -> question.startsWith("22 ")).count();
  }

  private static byte[] error(String code) {
    return FakeXenstored.message(FakeXenstored.ERROR, 1, 0, code + "\0");
  }
}
