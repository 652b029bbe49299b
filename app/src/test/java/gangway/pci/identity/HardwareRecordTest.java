package gangway.pci.identity;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.identity.Identities.NIC;
import static gangway.pci.identity.Identities.hidden;
import static gangway.pci.identity.Identities.in;
import static gangway.pci.identity.Identities.mac;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.serial;
import static gangway.pci.identity.Identities.sorted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Golden;
import gangway.Problem;
import gangway.host.GuideHost;
import gangway.pci.Examples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the acknowledged devices. */
class HardwareRecordTest {
  private static final String FILE = "var/lib/gangway/hardware.json";
  private static final AcknowledgedDevices TWO =
      new AcknowledgedDevices(
          true,
          sorted(
              Map.of(
                  CARD,
                  mac(serial(NIC, "00-1b-21-ff-ff-20-c4-a5"), "00:1b:21:20:c4:a5"),
                  TWIN,
                  hidden(ofId(in(NIC, "pci0000:00/1e.0/04.0"), "8086:100e")))));

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void theFileHasThePinnedFormat() {
    Golden.assertGolden("2/hardware.json", HardwareRecord.text(TWO));
    assertThat(HardwareRecord.parse(Golden.read("2/hardware.json"))).isEqualTo(TWO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"format\":1,\"complete\":true}",
        "{\"format\":2,\"complete\":true,\"devices\":[]}",
        "{\"format\":1,\"complete\":true,\"devices\":[],\"more\":1}",
        "{\"format\":1,\"complete\":true,\"devices\":[]} {}",
        "{\"format\":1,\"complete\":true,\"devices\":[]",
        "{\"format\":1,\"complete\":\"yes\",\"devices\":[]}",
      })
  void aFileOfAnotherFormatIsNotAnAbsentFile(String text) {
    host.put(FILE, text);
    assertThat(HardwareRecord.of(host.machine())).isInstanceOf(HardwareRecord.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "09:00.0|0000:99:00",
        "pci0000:00/1c.0/00.0|pci0000:00",
        "pci0000:00/1c.0/00.0|pci0000:00/1c.9",
        "8086:10d3|8086",
        "020000|02zz00",
        "\"revision\":0|\"revision\":256",
        "\"known\"|\"guessed\"",
        "00-1b-21-ff-ff-20-c4-a5|",
        "0000:0a:04.0|0000:09:00.0",
      })
  void everyValueMustBeValid(String change) {
    String[] both = change.split("\\|", -1);
    String text = HardwareRecord.text(TWO);
    assertThat(text).contains(both[0]);
    host.put(FILE, text.replace(both[0], both[1]));
    assertThat(HardwareRecord.of(host.machine())).isInstanceOf(HardwareRecord.Unreadable.class);
  }

  @Test
  void noFileMeansThatNothingIsRecorded() {
    assertThat(HardwareRecord.of(host.machine())).isEqualTo(new HardwareRecord.Absent());
    assertThat(HardwareRecord.of(host.machine()).known()).isEqualTo(AcknowledgedDevices.NONE);
  }

  @Test
  void whatIsInThePlaceOfTheFileIsNotAnAbsentFile() {
    host.put(FILE + "/entry", "");
    assertThat(HardwareRecord.of(host.machine())).isInstanceOf(HardwareRecord.Unreadable.class);
    host.without(FILE).link(FILE, "nowhere");
    HardwareRecord record = HardwareRecord.of(host.machine());
    assertThat(record).isInstanceOf(HardwareRecord.Unreadable.class);
    assertThatThrownBy(record::known)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("cannot be read: /var/lib/gangway/hardware.json is not a file");
  }

  @Test
  void aDeviceIsAddedForRootOnlyAndARecordIsNotReplaced() {
    HardwareRecord.add(host.machine(), sorted(Map.of(CARD, NIC)));
    HardwareRecord.add(
        host.machine(), sorted(Map.of(CARD, serial(NIC, "11-11-11-11-11-11-11-11"), TWIN, NIC)));
    assertThat(HardwareRecord.of(host.machine()).known())
        .isEqualTo(new AcknowledgedDevices(false, sorted(Map.of(CARD, NIC, TWIN, NIC))));
    assertThat(host.mode(FILE)).isEqualTo("rw-------");
    assertThat(host.machine().list(Path.of("/var/lib/gangway")))
        .doesNotContain("hardware.json.gangway-new");
  }

  @Test
  void nothingIsAddedToAFileThatCannotBeRead() {
    host.put(FILE, "{");
    assertThatThrownBy(() -> HardwareRecord.add(host.machine(), sorted(Map.of(CARD, NIC))))
        .isInstanceOf(Problem.class);
    assertThat(host.machine().read(HardwareRecord.FILE)).contains("{");
  }

  @Test
  void acknowledgingReplacesTheRecordAndForgetsAnAddressWithoutADevice() {
    DeviceIdentity other = serial(NIC, "11-11-11-11-11-11-11-11");
    assertThat(
            TWO.acknowledging(
                    List.of(Examples.address(CARD), Examples.address(TWIN)),
                    sorted(Map.of(CARD, other)))
                .devices())
        .isEqualTo(sorted(Map.of(CARD, other)));
  }

  /** pciback shows no MAC address. */
  @Test
  void acknowledgingAHiddenDeviceKeepsTheSerialNumbersThatItHadWithItsDriver() {
    DeviceIdentity before = mac(NIC, "52:54:00:00:00:01");
    AcknowledgedDevices recorded = new AcknowledgedDevices(false, sorted(Map.of(CARD, before)));
    assertThat(recorded.acknowledgingAll(sorted(Map.of(CARD, hidden(NIC)))))
        .isEqualTo(new AcknowledgedDevices(true, sorted(Map.of(CARD, before))));
  }
}
