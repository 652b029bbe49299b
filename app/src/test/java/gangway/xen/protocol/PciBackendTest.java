package gangway.xen.protocol;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.guest.Store;
import gangway.xenstore.MapXenStore;
import gangway.xenstore.XenStoreView;
import org.junit.jupiter.api.Test;

class PciBackendTest {
  private static final String NODE = "/local/domain/0/backend/pci/3/0";

  @Test
  void aGuestThatNeverHadAFunctionHasNoRecord() {
    assertThat(PciBackend.read(Store.withGuest(), 3)).isEmpty();
  }

  @Test
  void anAttachedFunctionHasTheAddressThatTheGuestSees() {
    PciBackend record = read(Store.record(Store.withGuest(), 3, "0000:09:00.0", "0000:0a:04.1"));
    assertThat(record.backend()).isEqualTo(XenbusState.CONNECTED);
    assertThat(record.frontend()).isEqualTo(XenbusState.CONNECTED);
    PciBackend.Entry entry = record.entry(address("0a:04.1")).orElseThrow();
    assertThat(entry.index()).isEqualTo(1);
    assertThat(entry.state()).isEqualTo(XenbusState.INITIALISED);
    assertThat(entry.vdev()).contains(address("0000:00:01.1"));
    assertThat(PvPciFront.INSTANCE.assignment(record, entry)).isEqualTo(Assignment.ARRIVED);
    assertThat(record.entry(address("0b:00.0"))).isEmpty();
  }

  @Test
  void aFunctionHasArrivedOnlyIfBothEndsItsStateAndItsAddressShowIt() {
    for (String[] missing :
        new String[][] {
          {NODE + "/state", "7"},
          {NODE + "/state-0", "1"},
          {NODE + "/state-0", "5"},
          {NODE + "/vdev-0", "nowhere"},
          {"/local/domain/3/device/pci/0/state", "1"},
          {"/local/domain/3/device/pci/0/state", "connected!"}
        }) {
      PciBackend record =
          read(Store.record(Store.withGuest(), 3, "0000:09:00.0").with(missing[0], missing[1]));
      PciBackend.Entry entry = record.entry(address("09:00.0")).orElseThrow();
      assertThat(PvPciFront.INSTANCE.assignment(record, entry))
          .as(missing[0] + " " + missing[1])
          .isNotEqualTo(Assignment.ARRIVED);
    }
  }

  @Test
  void anUnansweredDetachOfAPausedGuestIsRecognized() {
    PciBackend record =
        read(
            Store.record(Store.withGuest(), 3, "0000:09:00.0", "0000:0a:04.1")
                .with(NODE + "/state", "7")
                .with(NODE + "/state-1", "5"));
    assertThat(record.backend()).hasToString("7 reconfiguring");
    assertThat(record.entry(address("0a:04.1")).orElseThrow().state()).hasToString("5 closing");
  }

  @Test
  void detachedFunctionsLeaveHolesInTheRecord() {
    MapXenStore store = Store.record(Store.withGuest(), 3, "0000:09:00.0", "0000:0a:04.1");
    PciBackend record = read(store.without(NODE + "/dev-0"));
    assertThat(record.entries()).extracting(PciBackend.Entry::index).containsExactly(1);
  }

  @Test
  void theNumberOfEntriesIsLimited() {
    MapXenStore store = Store.record(Store.withGuest(), 3, "0000:09:00.0");
    store.with(NODE + "/num_devs", "2147483647").with(NODE + "/dev-256", "0000:0a:04.1");
    assertThat(read(store).entries()).hasSize(1);
    for (String count : new String[] {"-1", "", "many", "99999999999"}) {
      assertThat(read(store.with(NODE + "/num_devs", count)).entries()).as(count).isEmpty();
    }
  }

  @Test
  void malformedAddressesAreIgnored() {
    MapXenStore store = Store.record(Store.withGuest(), 3, "0000:09:00.0", "../../etc");
    assertThat(read(store).entries()).hasSize(1);
    store.with(NODE + "/vdev-0", "0000:00:00.0");
    assertThat(read(store).entries().getFirst().vdev()).contains(address("00:00.0"));
    for (String vdev : new String[] {"", ".", "0000:00:00.000", "0000:00:00.10", "\u001b[2J"}) {
      store.with(NODE + "/vdev-0", vdev);
      assertThat(read(store).entries().getFirst().vdev()).as(vdev).isEmpty();
    }
  }

  private static PciBackend read(XenStoreView store) {
    return PciBackend.read(store, 3).orElseThrow();
  }
}
