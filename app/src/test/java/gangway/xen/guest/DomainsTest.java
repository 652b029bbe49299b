package gangway.xen.guest;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.protocol.GuestType;
import gangway.xenstore.MapXenStore;
import org.junit.jupiter.api.Test;

class DomainsTest {

  @Test
  void runningGuestsAreSortedByDomainIdWithoutDom0() {
    MapXenStore store = Store.guest(Store.guest(Store.withGuest(), 11, "pv2"), 2, "pv3");
    assertThat(Domains.read(store).running())
        .extracting(Domain::toString)
        .containsExactly("pv3 (domain 2)", "pv1 (domain 3)", "pv2 (domain 11)");
  }

  @Test
  void aGuestHasItsTypeAndUuid() {
    Domain guest = Domains.read(Store.withGuest()).running().getFirst();
    assertThat(guest.type()).isEqualTo(GuestType.PV);
    assertThat(guest.supported()).isTrue();
    assertThat(guest.uuid()).isEqualTo("uuid-3");
    assertThat(guest.pci()).isEmpty();
  }

  @Test
  void aGuestOfUnknownTypeIsNotTreatedAsPv() {
    Domain guest = Domains.read(Store.withGuest().without("/libxl/3/type")).running().getFirst();
    assertThat(guest.type()).hasToString("?");
    assertThat(guest.supported()).isFalse();
  }

  @Test
  void theGuestWithAFunctionIsFound() {
    Domains domains = Domains.read(Store.record(Store.withGuest(), 3, "0000:09:00.0"));
    assertThat(domains.holding(address("09:00.0"))).extracting(Domain::name).containsExactly("pv1");
    assertThat(domains.holding(address("0a:04.1"))).isEmpty();
  }

  @Test
  void aFunctionInTwoRecordsIsFoundInBoth() {
    MapXenStore store = Store.guest(Store.withGuest(), 4, "pv2");
    Store.record(Store.record(store, 3, "0000:09:00.0"), 4, "0000:09:00.0");
    assertThat(Domains.read(store).holding(address("09:00.0")))
        .extracting(Domain::domid)
        .containsExactly(3, 4);
  }

  @Test
  void theRecordOfAGoneGuestIsListedSeparately() {
    MapXenStore store = Store.record(Store.withGuest(), 7, "0000:09:00.0");
    store.without("/local/domain/7").with("/local/domain/0/backend/pci/7/0/state", "6");
    Domains domains = Domains.read(store);
    assertThat(domains.left()).containsOnlyKeys(7);
    assertThat(domains.holding(address("09:00.0"))).isEmpty();
  }

  @Test
  void nodesThatAreNotDomainIdsAreIgnored() {
    MapXenStore store =
        Store.withGuest()
            .with("/local/domain/x/name", "x")
            .with("/local/domain/123456/name", "x")
            .with("/local/domain/-1/name", "x")
            .with("/local/domain/5/device", "half gone");
    assertThat(Domains.read(store).running()).extracting(Domain::domid).containsExactly(3);
  }

  @Test
  void aMachineWithoutXenHasNoGuests() {
    assertThat(Domains.read(new MapXenStore())).isEqualTo(Domains.NONE);
  }
}
