package gangway.check;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.request.Request;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guest types whose definitions may get functions. */
class DefinedTypeChecksTest {
  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost().hidden(CARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"type='pv'", "type=\"PV\"", "builder='linux'", "builder='generic'", ""})
  void aPvGuestOfXlIsAcceptedInEverySpelling(String written) {
    GuestCases.defined(host, written + "\nmemory=256\nmaxmem=512\n");
    assertThat(codes(attach(LASTING, "pv2", CARD))).doesNotContain("GUEST-NOT-PV");
  }

  @ParameterizedTest
  @ValueSource(strings = {"type='hvm'", "type='pvh'", "builder='hvm'"})
  void aNonPvGuestOfXlCanDetachButNotAttach(String written) {
    GuestCases.defined(host, written + "\npci=['09:00.0']\n");
    assertThat(codes(attach(LASTING, "pv2", CARD))).containsOnlyOnce("GUEST-NOT-PV");
    assertThat(codes(detach(LASTING, "pv2", CARD))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"linux, false", "xen, false", "xenpvh, true", "hvm, true"})
  void aNonPvGuestOfLibvirtIsRefusedToo(String type, boolean refused) {
    libvirt("<os><type>%s</type></os>".formatted(type));
    assertThat(codes(attach(LASTING, "pv5", CARD)).contains("GUEST-NOT-PV")).isEqualTo(refused);
  }

  /** Only other guest types have memory on demand, so the balloon of a PV guest does not matter. */
  @Test
  void memoryOnDemandIsReportedOnlyForGuestTypesThatHaveIt() {
    GuestCases.defined(host, "type='hvm'\nmemory=256\nmaxmem=512\n");
    assertThat(codes(attach(LASTING, "pv2", CARD))).contains("GUEST-MEMORY-ON-DEMAND");
    GuestCases.defined(host, "type='pv'\nmemory=256\nmaxmem=512\n");
    assertThat(codes(attach(LASTING, "pv2", CARD))).doesNotContain("GUEST-MEMORY-ON-DEMAND");
    GuestCases.defined(host, "type='hvm'\nmemory=512\nmaxmem=512\n");
    assertThat(codes(attach(LASTING, "pv2", CARD))).doesNotContain("GUEST-MEMORY-ON-DEMAND");
    GuestCases.defined(host, "type='hvm'\nmemory=512\n");
    assertThat(codes(attach(LASTING, "pv2", CARD))).doesNotContain("GUEST-MEMORY-ON-DEMAND");
  }

  @ParameterizedTest
  @CsvSource({
    "<memory unit='KiB'>9</memory><currentMemory unit='KiB'>8</currentMemory>, true",
    "<memory unit='KiB'>9</memory><currentMemory unit='KiB'>9</currentMemory>, false",
    "<memory unit='KiB'>9</memory><currentMemory unit='MiB'>8</currentMemory>, false",
    "<memory unit='KiB'>9</memory><currentMemory unit='KiB'>x</currentMemory>, false",
    "<memory unit='KiB'>9</memory>, false",
  })
  void guestsOfLibvirtAreReportedToo(String memory, boolean told) {
    libvirt("<os><type>hvm</type></os>" + memory);
    assertThat(codes(attach(LASTING, "pv5", CARD)).contains("GUEST-MEMORY-ON-DEMAND"))
        .isEqualTo(told);
  }

  private void libvirt(String inside) {
    host.put(
        "etc/libvirt/libxl/pv5.xml",
        "<domain type='xen'><name>pv5</name>%s<devices/></domain>".formatted(inside));
  }

  private List<String> codes(Request request) {
    return Checks.of(host.observed(), request).stream().map(Finding::code).toList();
  }
}
