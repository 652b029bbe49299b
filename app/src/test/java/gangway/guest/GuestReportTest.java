package gangway.guest;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.guest.GuestReport.Carrier;
import gangway.guest.GuestReport.Device;
import gangway.guest.GuestReport.Link;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing a guest's report: only well-formed values are accepted. */
class GuestReportTest {
  private static final String REPORT =
      """
      system modules-load
      module xen-pcifront
      present loaded
      at-boot yes
      boot-file /etc/modules-load.d/gangway-xen-pcifront.conf
      boot-mine yes
      iommu-soft set
      grub-mine no
      device 0000:00:00.0 e1000e
      link 0000:00:00.0 eth1 up
      device 0000:00:01.0 -
      """;

  @Test
  void devicesHaveTheirDriversAndLinks() {
    assertThat(GuestReport.parse(REPORT).orElseThrow().devices())
        .containsOnly(
            java.util.Map.entry(
                address("0000:00:00.0"),
                new Device(Optional.of("e1000e"), List.of(new Link("eth1", Carrier.UP)))),
            java.util.Map.entry(address("0000:00:01.0"), new Device(Optional.empty(), List.of())));
  }

  @Test
  void otherOutputOfALoginIsIgnored() {
    assertThat(GuestReport.parse("Welcome!\n\n" + REPORT)).isEqualTo(GuestReport.parse(REPORT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"system", "module", "present", "at-boot", "boot-file", "iommu-soft"})
  void anIncompleteReportIsRejected(String fact) {
    assertThat(GuestReport.parse(REPORT.replaceFirst("(?m)^" + fact + " .*\n", ""))).isEmpty();
    assertThat(GuestReport.parse(REPORT.replaceFirst("(?m)^" + fact + " .*", fact + " \u001b[2J")))
        .isEmpty();
  }

  @Attack(Party.GUEST)
  @Test
  void malformedNamesAreIgnored() {
    GuestReport report =
        GuestReport.parse(
                REPORT
                    + "device 0000:00:02.0 \u001b[2J\nlink 0000:00:02.0 \u202eth0 up\n"
                    + "device nowhere e1000e\nlink 0000:00:07.0 eth0 up\n")
            .orElseThrow();
    assertThat(report.devices().get(address("0000:00:02.0")))
        .isEqualTo(new Device(Optional.empty(), List.of()));
    assertThat(report.devices()).hasSize(3);
  }

  @Attack(Party.GUEST)
  @Test
  void theNumberOfDevicesIsLimited() {
    StringBuilder text = new StringBuilder(REPORT);
    for (int i = 0; i < 1000; i++) {
      text.append("device %04x:00:1f.0 e1000e\n".formatted(i));
      text.append("link 0000:00:00.0 eth%d up\n".formatted(i));
    }
    GuestReport report = GuestReport.parse(text.toString()).orElseThrow();
    assertThat(report.devices()).hasSize(256);
    assertThat(report.devices())
        .hasEntrySatisfying(
            address("0000:00:00.0"), device -> assertThat(device.links()).hasSize(256));
  }
}
