package gangway.xen.protocol;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.guest.Store;
import gangway.xenstore.MapXenStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AssignmentProtocolTest {
  private static final String BACKEND = "/local/domain/0/backend/pci/3/0";
  private static final String FRONTEND = "/local/domain/3/device/pci/0";

  /** The states of backend, guest's end and entry. */
  @ParameterizedTest
  @CsvSource({
    "4, 4, 3, ARRIVED",
    "4, 4, 5, RELEASED",
    "4, 4, 6, RELEASED",
    "4, 4, 1, UNSETTLED",
    "3, 1, 3, AWAITED",
    "1, 1, 1, AWAITED",
    "3, 1, 5, UNSETTLED",
    "7, 4, 5, UNSETTLED",
    "8, 7, 5, UNSETTLED",
    "4, 7, 6, UNSETTLED",
    "5, 5, 3, UNSETTLED",
  })
  void theRecordOfAPvGuestShowsTheStateOfAnAssignment(
      String backend, String frontend, String entry, Assignment expected) {
    MapXenStore store =
        Store.record(Store.withGuest(), 3, "0000:0a:04.1")
            .with(BACKEND + "/state", backend)
            .with(FRONTEND + "/state", frontend)
            .with(BACKEND + "/state-0", entry);
    assertThat(AssignmentProtocol.assignment(store, 3, address("0a:04.1"))).contains(expected);
    assertThat(AssignmentProtocol.assignment(store, 3, address("0b:00.0"))).isEmpty();
  }

  @Test
  void functionsAreAssignedToPvGuestsOnly() {
    assertThat(AssignmentProtocol.of(GuestType.PV)).contains(PvPciFront.INSTANCE);
    assertThat(AssignmentProtocol.of(GuestType.PVH)).isEmpty();
    assertThat(AssignmentProtocol.of(GuestType.HVM)).isEmpty();
    assertThat(AssignmentProtocol.of(GuestType.UNKNOWN)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void recordsOfEveryTypeCanBeRead(GuestType type) {
    assertThat(AssignmentProtocol.forReading(type)).isNotNull();
  }
}
