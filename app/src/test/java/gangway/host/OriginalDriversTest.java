package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.pci.DeviceId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver that a hidden function gets back. */
class OriginalDriversTest {
  private static final String KEPT = "var/lib/gangway/original/" + CARD;
  private static final String LIBXL = "/libxl/pci/0000-09-00-0/driver_path";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void aFunctionOfDom0GetsItsCurrentDriverBack() {
    assertThat(driverOf(CARD)).contains("e1000e");
    assertThat(original(CARD).flatMap(OriginalDriver::module)).contains("e1000e");
  }

  @Test
  void aBuiltInDriverHasNoModule() {
    OriginalDriver port = original("0000:00:1c.0").orElseThrow();
    assertThat(port.driver()).contains("pcieport");
    assertThat(port.module()).isEmpty();
  }

  @Test
  void theDriverStoredByGangwayIsUsed() {
    host.hidden(CARD).put(KEPT, "id=8086:10d3\ndriver=igb\nmodule=igb\n");
    assertThat(driverOf(CARD)).contains("igb");
  }

  @Test
  void aStoredDriverOfAnotherDeviceIsIgnored() {
    host.hidden(CARD).put(KEPT, "id=8086:10d6\ndriver=igb\nmodule=igb\n");
    assertThat(driverOf(CARD)).isEmpty();
    assertThat(original(CARD).flatMap(OriginalDriver::module)).contains("e1000e");
  }

  @Test
  void theDriverRecordedByXlInXenStoreIsUsed() {
    host.hidden(CARD).without(KEPT).store().with(LIBXL, "/sys/bus/pci/drivers/igb");
    assertThat(driverOf(CARD)).contains("igb");
    assertThat(original(CARD).flatMap(OriginalDriver::module)).contains("igb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "igb", "/sys/bus/pci/drivers/../../x", ""})
  void anInvalidRecordInXenStoreIsIgnored(String note) {
    host.hidden(CARD).without(KEPT).store().with(LIBXL, note);
    assertThat(driverOf(CARD)).isEmpty();
  }

  @Test
  void aFunctionHiddenAtBootGetsTheModuleThatMatchesIt() {
    host.hidden(CARD).without(KEPT);
    assertThat(original(CARD))
        .contains(new OriginalDriver(id("8086:10d3"), Optional.empty(), Optional.of("e1000e")));
  }

  @Test
  void aModuleThatMatchesTwiceCountsOnce() {
    host.hidden(CARD).without(KEPT);
    host.answer("modprobe -R " + modalias(), "e1000e\ne1000e\n");
    assertThat(original(CARD).flatMap(OriginalDriver::module)).contains("e1000e");
  }

  @Test
  void severalMatchingModulesAreNoAnswer() {
    host.hidden(CARD).without(KEPT);
    host.answer("modprobe -R " + modalias(), "e1000e\nigb\n");
    assertThat(original(CARD)).isEmpty();
  }

  @Test
  void aFunctionWithoutADriverGetsTheModuleThatMatchesIt() {
    host.unbind("e1000", TWIN);
    assertThat(original(TWIN))
        .contains(new OriginalDriver(id("8086:100e"), Optional.empty(), Optional.of("e1000")));
    assertThat(original("0000:00:1e.0")).as("a bridge that no module claims").isEmpty();
  }

  @Test
  void aStoredDriverIsReadBackUnchanged() {
    Cases.each(
        200,
        random -> {
          Optional<String> driver =
              Optional.of(Cases.oneOf(random, "e1000e", "xhci_hcd", "ata piix"));
          Optional<String> module =
              Optional.of(Cases.oneOf(random, "e1000e", "snd-hda-intel", "8139"));
          int shape = random.nextInt(3);
          OriginalDriver original =
              new OriginalDriver(
                  new DeviceId(random.nextInt(0x10000), random.nextInt(0x10000)),
                  shape == 0 ? Optional.empty() : driver,
                  shape == 1 ? Optional.empty() : module);
          assertThat(OriginalDriver.parse(original.text())).contains(original);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id=8086:10d3\n",
        "driver=e1000e\nmodule=e1000e\n",
        "id=8086\ndriver=e1000e\n",
        "id=8086:10d3\ndriver=../../../etc\n",
        "id=8086:10d3\ndriver=\n",
        "id=8086:10d3\nmodule=-r\n",
        "=\n=8086\n"
      })
  void aFileWithoutADriverHasNoRecord(String text) {
    assertThat(OriginalDriver.parse(text)).isEmpty();
  }

  private Optional<OriginalDriver> original(String function) {
    return host.observed().original(address(function));
  }

  private Optional<String> driverOf(String function) {
    return original(function).flatMap(OriginalDriver::driver);
  }

  private String modalias() {
    return host.observed().inventory().at(address(CARD)).orElseThrow().function().modalias();
  }

  private static DeviceId id(String text) {
    return DeviceId.parse(text).orElseThrow();
  }
}
