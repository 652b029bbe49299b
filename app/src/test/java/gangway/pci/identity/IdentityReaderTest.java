package gangway.pci.identity;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.pci.ConfigBytes;
import gangway.pci.Examples;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sysfs shows of the identity of a device. */
class IdentityReaderTest {
  private static final String SERIAL = "00-1b-21-ff-ff-20-c4-a5";
  private static final String NVME = "0000:0b:00.0";
  private static final String VIRTUAL = "0000:09:10.0";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost().config(CARD, Examples.configBytes("82574l.txt"));
  }

  @Test
  void theSlotHasNoNumbersOfBuses() {
    assertThat(of(CARD).slot()).hasToString("Optional[pci0000:00/1c.0/00.0]");
    assertThat(of(DISK).slot()).hasToString("Optional[pci0000:00/1f.2]");
  }

  @Test
  void theConfigurationSpaceHasTheSerialNumberAndTheRevision() {
    assertThat(of(CARD).serials().device()).isEqualTo(new SerialData.Known(SERIAL));
    assertThat(of(CARD).revision()).contains(0);
    assertThat(of(CARD).confidence()).isEqualTo(Confidence.SERIAL);
  }

  /** Other users than root can read 64 bytes, some kernels under Xen 256. */
  @Test
  void aSerialNumberInAPartThatCannotBeReadIsNotAbsent() {
    for (int bytes : new int[] {64, 256}) {
      host.put(
          host.folder(CARD) + "/config", Arrays.copyOf(Examples.configBytes("82574l.txt"), bytes));
      assertThat(of(CARD).serials().device()).isInstanceOf(SerialData.Unread.class);
    }
    host.config(CARD, ConfigBytes.gone());
    assertThat(of(CARD).serials().device()).isInstanceOf(SerialData.Unread.class);
    assertThat(of(CARD).revision()).isEmpty();
    host.without(host.folder(CARD) + "/config");
    assertThat(of(CARD).serials().device()).isInstanceOf(SerialData.Unread.class);
  }

  @Test
  void aConventionalFunctionHasNoSerialNumber() {
    host.config(TWIN, Arrays.copyOf(new ConfigBytes().bytes(), 256));
    assertThat(of(TWIN).serials().device()).isEqualTo(new SerialData.None());
  }

  @Test
  void onlyThePermanentMacAddressCounts() {
    assertThat(of(CARD).serials().mac()).isInstanceOf(SerialData.Unread.class);
    network("eth1", "52:54:00:00:00:01", "0");
    assertThat(of(CARD).serials().mac()).isEqualTo(new SerialData.Known("52:54:00:00:00:01"));
    network("eth1", "52:54:00:00:00:09", "3");
    assertThat(of(CARD).serials().mac()).isInstanceOf(SerialData.Unread.class);
    network("eth7", "52:54:00:00:00:07", "0");
    network("eth8", "52:54:00:00:00:06", "0");
    assertThat(of(CARD).serials().mac())
        .isEqualTo(new SerialData.Known("52:54:00:00:00:06 52:54:00:00:00:07"));
    assertThat(of(DISK).serials().mac()).isEqualTo(new SerialData.None());
  }

  private void network(String name, String mac, String type) {
    String folder = host.folder(CARD) + "/net/" + name;
    host.put(folder + "/address", mac + "\n").put(folder + "/addr_assign_type", type + "\n");
  }

  @Test
  void anNvmeControllerShowsItsSerialNumberWhileItHasItsDriver() {
    host.function("0000:00:1c.0/" + NVME, "144d:a808", "10802", "nvme");
    assertThat(of(NVME).serials().nvme()).isInstanceOf(SerialData.Unread.class);
    host.put(host.folder(NVME) + "/nvme/nvme0/serial", "S4EVNX0M123456   \n");
    assertThat(of(NVME).serials().nvme()).isEqualTo(new SerialData.Known("S4EVNX0M123456"));
  }

  /** The functions of a card have one serial number, its virtual functions too. */
  @Test
  void aVirtualFunctionHasTheSerialNumberOfItsPhysicalFunctionAndItsDistance() {
    host.function("0000:00:1c.0/" + VIRTUAL, "8086:10ca", "20000", "igbvf")
        .link(host.folder(VIRTUAL) + "/physfn", "../" + CARD);
    assertThat(of(VIRTUAL).serials().device()).isEqualTo(new SerialData.Known(SERIAL + "+128"));
    host.without(host.folder(CARD) + "/config");
    assertThat(of(VIRTUAL).serials().device()).isInstanceOf(SerialData.Unread.class);
  }

  @Test
  void aFolderThatIsNotBelowARootBusHasNoSlot() {
    assertThat(SlotPath.of(Path.of("/sys/bus/pci/devices/" + CARD), Examples.address(CARD)))
        .isEmpty();
    assertThat(
            SlotPath.of(
                Path.of(
                    "/sys/devices/pci0000:00/0000:00:0e.0/pci10000:e0/10000:e0:06.0/10000:e1:00.0"),
                Examples.address("10000:e1:00.0")))
        .isEqualTo(Optional.of(SlotPath.parse("pci0000:00/0e.0/06.0/00.0")));
  }

  private DeviceIdentity of(String address) {
    return Identities.of(host, address);
  }
}
