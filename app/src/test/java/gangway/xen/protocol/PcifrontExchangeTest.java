package gangway.xen.protocol;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.guest.Store;
import gangway.xenstore.MapXenStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next move of dom0 for each record: states of backend, frontend and entry. */
class PcifrontExchangeTest {
  private static final String BACKEND = "/local/domain/0/backend/pci/3/0";
  private static final String FRONTEND = "/local/domain/3/device/pci/0";
  private static final PcifrontExchange EXCHANGE = new PcifrontExchange(3, address("0a:04.1"));

  enum Purpose {
    ASK,
    ANSWER,
    KEEP,
    ATTEND,
    ALONE;

    private Exchange.Move next(Optional<PciBackend> record) {
      return switch (this) {
        case ASK -> EXCHANGE.ask(record);
        case ANSWER -> EXCHANGE.answerForGuest(record);
        case KEEP -> EXCHANGE.keep(record);
        case ATTEND -> EXCHANGE.attend(record);
        case ALONE -> EXCHANGE.attendAlone(record);
      };
    }
  }

  /** Three states before the move (backend, frontend, entry), and after it if dom0 writes. */
  @ParameterizedTest
  @CsvSource({
    // a guest with the function is asked; after the release, the entry is closed
    "ASK,    4 4 3, 7 4 5",
    "ASK,    7 4 5, waits",
    "ASK,    7 7 5, waits",
    "ASK,    8 7 5, waits",
    "ASK,    4 4 5, 4 4 6",
    "ASK,    4 4 6, over",
    // an offer that the guest never accepted is withdrawn
    "ASK,    7 4 1, 4 4 6",
    // after a late answer, the guest rescans its bus without pciback
    "ASK,    4 7 6, 8 7 6",
    "ASK,    8 4 6, 4 4 6",
    // a guest that starts or shuts down is not asked
    "ASK,    3 3 3, waits",
    "ASK,    5 5 3, waits",
    // in place of the guest
    "ANSWER, 4 4 3, 7 4 5",
    "ANSWER, 7 4 5, 7 7 5",
    "ANSWER, 7 7 5, waits",
    "ANSWER, 8 7 5, 8 4 5",
    "ANSWER, 4 4 5, 4 4 6",
    "ANSWER, 4 4 6, over",
    // a request that the guest has not seen is withdrawn; a released function is offered again
    "KEEP,   7 4 5, 4 4 3",
    "KEEP,   7 7 5, waits",
    "KEEP,   8 7 5, waits",
    "KEEP,   4 4 5, 7 4 1",
    "KEEP,   4 4 6, 7 4 1",
    "KEEP,   7 4 1, waits",
    "KEEP,   4 7 3, 8 7 3",
    "KEEP,   8 4 3, 4 4 3",
    "KEEP,   4 4 3, over",
    // the toolstack asks for a released function: the guest answers, and pciback does not
    "ATTEND, 4 4 6, waits",
    "ATTEND, 7 4 5, waits",
    "ATTEND, 7 7 5, 4 7 5",
    "ATTEND, 4 7 5, waits",
    "ATTEND, 4 7 -, 8 7 -",
    "ATTEND, 8 7 -, waits",
    "ATTEND, 8 4 -, 4 4 -",
    "ATTEND, 4 4 -, over",
    "ALONE,  7 4 5, 4 4 5",
    "ALONE,  7 7 5, 4 7 5",
    "ALONE,  4 4 -, over",
  })
  void everyRecordHasItsMove(Purpose purpose, String before, String after) {
    MapXenStore store = record(before);
    String moved =
        switch (purpose.next(PciBackend.read(store, 3))) {
          case Exchange.Move.Await() -> "waits";
          case Exchange.Move.Over() -> "over";
          case Exchange.Move.Write(Map<String, String> values) -> {
            values.forEach(store::with);
            yield states(store);
          }
        };
    assertThat(moved).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"ASK", "ANSWER", "KEEP", "ATTEND", "ALONE"})
  void withoutARecordTheExchangeIsOver(Purpose purpose) {
    assertThat(purpose.next(Optional.empty())).isInstanceOf(Exchange.Move.Over.class);
  }

  /** libxl deletes the record then; a guest that rescans its bus would wait for pciback forever. */
  @Test
  void aGuestDoesNotRescanItsBusAfterItsLastFunction() {
    MapXenStore store = record("4 7 -").without(BACKEND + "/dev-0");
    assertThat(EXCHANGE.attend(PciBackend.read(store, 3))).isInstanceOf(Exchange.Move.Over.class);
  }

  /** pcifront drops its whole bus because of an entry without an address. */
  @Test
  void aRequestForAFunctionTheGuestNeverSawIsWithdrawn() {
    MapXenStore store = record("7 4 5").without(BACKEND + "/vdev-1");
    assertThat(EXCHANGE.attend(PciBackend.read(store, 3))).isInstanceOf(Exchange.Move.Write.class);
  }

  @Test
  void otherEntriesAreNotWritten() {
    MapXenStore store = record("4 4 3");
    Exchange.Move.Write write = (Exchange.Move.Write) EXCHANGE.ask(PciBackend.read(store, 3));
    assertThat(write.values()).containsOnlyKeys(BACKEND + "/state", BACKEND + "/state-1");
  }

  /** pciback would look for that function, which it has already removed, and stop. */
  @ParameterizedTest
  @CsvSource({"ASK, 3, 5", "KEEP, 6, 1"})
  void aNewRequestClosesWhatAnInterruptedHandshakeHasLeft(
      Purpose purpose, String before, String after) {
    MapXenStore store = record("4 4 " + before).with(BACKEND + "/state-0", "5");
    Exchange.Move.Write write = (Exchange.Move.Write) purpose.next(PciBackend.read(store, 3));
    assertThat(write.values())
        .containsExactly(
            Map.entry(BACKEND + "/state", "7"),
            Map.entry(BACKEND + "/state-0", "6"),
            Map.entry(BACKEND + "/state-1", after));
  }

  private static MapXenStore record(String states) {
    String[] state = states.split(" ");
    MapXenStore store = Store.record(Store.withGuest(), 3, "0000:09:00.0", "0000:0a:04.1");
    store.with(BACKEND + "/state", state[0]).with(FRONTEND + "/state", state[1]);
    return state[2].equals("-")
        ? store.without(BACKEND + "/dev-1").without(BACKEND + "/state-1")
        : store.with(BACKEND + "/state-1", state[2]);
  }

  private static String states(MapXenStore store) {
    return "%s %s %s"
        .formatted(
            store.read(BACKEND + "/state").orElse("-"),
            store.read(FRONTEND + "/state").orElse("-"),
            store.read(BACKEND + "/state-1").orElse("-"));
  }
}
