package gangway.guest;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Answer;
import gangway.xen.guest.Domain;
import gangway.xen.guest.GuestAgent.FunctionInGuest;
import gangway.xen.guest.GuestViews;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.PciBackend;
import gangway.xen.protocol.XenbusState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The state inside a guest, from each source. */
class GuestInsideTest {
  private static final String CARD = "0000:09:00.0";
  private static final Domain GUEST =
      new Domain(
          3,
          "pv1",
          GuestType.PV,
          "",
          Optional.of(
              new PciBackend(
                  XenbusState.CONNECTED,
                  XenbusState.CONNECTED,
                  List.of(
                      new PciBackend.Entry(
                          0,
                          address(CARD),
                          XenbusState.INITIALISED,
                          Optional.of(address("0000:00:00.0")))))),
          Set.of());
  private static final GuestViews SILENT = new GuestViews(Map.of());

  @Test
  void withoutASourceTheStateIsUnknownAndNotAFault() {
    Domain without = new Domain(3, "pv1", GuestType.PV, "", Optional.empty(), Set.of());
    GuestInside inside = GuestInside.of(without, SILENT, Optional.empty());
    assertThat(inside.known()).isFalse();
    assertThat(inside.module()).isEqualTo(Answer.UNKNOWN);
    assertThat(inside.well()).isTrue();
  }

  @Test
  void theFrontendInXenStoreShowsTheModule() {
    GuestInside inside = GuestInside.of(GUEST, SILENT, Optional.empty());
    assertThat(inside.known()).isTrue();
    assertThat(inside.module()).isEqualTo(Answer.YES);
    assertThat(inside.given().getFirst().inGuest()).isEqualTo(new FunctionInGuest.Unknown());
  }

  @Test
  void theAgentReportsDrivers() {
    assertThat(told(new FunctionInGuest.Driven("e1000e")).well()).isTrue();
    assertThat(told(new FunctionInGuest.Undriven()).well()).isFalse();
    assertThat(told(new FunctionInGuest.Unseen()).well()).isFalse();
  }

  @Test
  void theScriptInTheGuestReportsEverything() {
    GuestInside well = seen("loaded", "device 0000:00:00.0 e1000e\nlink 0000:00:00.0 eth1 up\n");
    assertThat(well.well()).isTrue();
    assertThat(well.given().getFirst().link()).isEqualTo(Answer.YES);
    assertThat(seen("available", "device 0000:00:00.0 e1000e\n").well()).isFalse();
    assertThat(seen("loaded", "").well()).isFalse();
    assertThat(seen("loaded", "device 0000:00:00.0 -\n").well()).isFalse();
    assertThat(seen("loaded", "device 0000:00:00.0 e1000e\nlink 0000:00:00.0 eth1 down\n").well())
        .isFalse();
  }

  @Test
  void theLinkOfAnInterfaceThatIsDownIsUnknown() {
    GuestInside off = seen("loaded", "device 0000:00:00.0 e1000e\nlink 0000:00:00.0 eth1 off\n");
    assertThat(off.given().getFirst().link()).isEqualTo(Answer.UNKNOWN);
    assertThat(off.well()).isTrue();
  }

  private static GuestInside told(FunctionInGuest inGuest) {
    return GuestInside.of(GUEST, new GuestViews(Map.of(address(CARD), inGuest)), Optional.empty());
  }

  private static GuestInside seen(String presence, String devices) {
    return GuestInside.of(
        GUEST,
        SILENT,
        GuestReport.parse(
            """
            system modules-load
            module xen-pcifront
            present %s
            at-boot yes
            boot-file /etc/modules
            iommu-soft set
            %s\
            """
                .formatted(presence, devices)));
  }
}
