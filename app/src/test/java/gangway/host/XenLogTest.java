package gangway.host;

import static gangway.host.GuideHost.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class XenLogTest {
  /** The log of Xen 4.17 with iommu=verbose. */
  private static final String LOG =
      """
      (XEN) Xen version 4.17.7 (Debian 4.17.7+13-g2445b30a44-0+deb12u1)
      (XEN) [VT-D]found ACPI_DMAR_DRHD:
      (XEN) [VT-D]  dmaru->address = fed90000
      (XEN) [VT-D] IOAPIC: 0000:f0:1f.0
      (XEN) [VT-D] endpoint: 0000:00:02.0
      (XEN) [VT-D]found ACPI_DMAR_RMRR:
      (XEN) [VT-D] endpoint: 0000:00:1d.0
      (XEN) [VT-D] endpoint: 0000:00:1a.0
      (XEN) [VT-D]found ACPI_DMAR_RMRR:
      (XEN) [VT-D] endpoint: 0000:00:02.0
      (XEN) [VT-D]found ACPI_DMAR_ATSR:
      (XEN) [VT-D] endpoint: 0000:00:1c.0
      (XEN) ACPI: PM-Timer IO Port: 0x608 (24 bits)
      (XEN) Intel VT-d Interrupt Remapping enabled.
      (XEN) I/O virtualisation enabled
      (XEN) Interrupt remapping enabled
      """;

  @Test
  void reservedMemoryIsReadPerMemoryRange() {
    assertThat(XenLog.parse(LOG).reserved())
        .containsExactly(
            List.of(address("0000:00:1d.0"), address("0000:00:1a.0")),
            List.of(address("0000:00:02.0")));
  }

  @Test
  void bridgesWithReservedMemoryAreRead() {
    assertThat(
            XenLog.parse(
                    """
                    (XEN) [VT-D]found ACPI_DMAR_RMRR:
                    (XEN) [VT-D] endpoint: 0000:00:1d.0
                    (XEN) [VT-D] bridge: 0000:00:1e.0 start=0 sec=a sub=a
                    """)
                .reserved())
        .containsExactly(List.of(address("0000:00:1d.0"), address("0000:00:1e.0")));
  }

  @Test
  void linesMayHaveATimestampAndASourceLocation() {
    XenLog log =
        XenLog.parse(
            """
            (XEN) [2026-11-22 14:13:46] [VT-D]dmar.c:834: found ACPI_DMAR_RMRR:
            (XEN) [2026-11-22 14:13:46] [VT-D]dmar.c:383:  endpoint: 0000:00:1d.0
            (XEN) [    0.812345] Interrupt remapping disabled
            """);
    assertThat(log.reserved()).containsExactly(List.of(address("0000:00:1d.0")));
    assertThat(log.interruptRemapping()).isEqualTo(Answer.NO);
  }

  /** xen/drivers/passthrough/vtd/dmar.c of Xen 4.1 writes numbers without leading zeros. */
  @Test
  void addressesOfXen41AreRead() {
    XenLog log =
        XenLog.parse(
            """
            (XEN) [VT-D]dmar.c:679: found ACPI_DMAR_RMRR
            (XEN) [VT-D]dmar.c:341:   endpoint: 0:1d.0
            (XEN) [VT-D]dmar.c:341:   endpoint: a:4.1
            (XEN) [VT-D]dmar.c:327:   bridge: 0:1e.0  start = 0 sec = a  sub = a
            """);
    assertThat(log.reserved())
        .containsExactly(
            List.of(address("0000:00:1d.0"), address("0000:0a:04.1"), address("0000:00:1e.0")));
  }

  /** console_timestamps=raw on Xen's command line. */
  @Test
  void rawTimestampsAreHexadecimal() {
    XenLog log =
        XenLog.parse(
            """
            (XEN) [0000000f1a2b3c4d] [VT-D]found ACPI_DMAR_RMRR:
            (XEN) [0000000f1a2b3c5e] [VT-D] endpoint: 0000:00:1d.0
            (XEN) [0000000f1a2b3c6f] Interrupt remapping enabled
            """);
    assertThat(log.reserved()).containsExactly(List.of(address("0000:00:1d.0")));
    assertThat(log.interruptRemapping()).isEqualTo(Answer.YES);
  }

  @Test
  void interruptRemappingIsOnOffOrUnknown() {
    assertThat(XenLog.parse(LOG).interruptRemapping()).isEqualTo(Answer.YES);
    assertThat(XenLog.parse("(XEN) Interrupt remapping disabled\n").interruptRemapping())
        .isEqualTo(Answer.NO);
    assertThat(XenLog.parse("(XEN) I/O virtualisation disabled\n").interruptRemapping())
        .isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void linesOfGuestsAreIgnored() {
    XenLog log =
        XenLog.parse(
            """
            (d3) (XEN) Interrupt remapping disabled
            (d3) [VT-D]found ACPI_DMAR_RMRR:
            (d3) [VT-D] endpoint: 0000:09:00.0
            [VT-D]found ACPI_DMAR_RMRR:
            [VT-D] endpoint: 0000:09:00.0
            """);
    assertThat(log).isEqualTo(XenLog.NONE);
  }

  @Test
  void invalidAddressesAreLeftOutAndTheNumberIsLimited() {
    String many = "(XEN) [VT-D]found ACPI_DMAR_RMRR:\n(XEN) [VT-D] endpoint: what\n".repeat(1000);
    assertThat(XenLog.parse(many).reserved()).hasSize(256).allMatch(List::isEmpty);
  }
}
