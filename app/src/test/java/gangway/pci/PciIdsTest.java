package gangway.pci;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PciIdsTest {
  private static final DeviceId CARD = new DeviceId(0x8086, 0x10d3);

  @Test
  void vendorDeviceSubsystemAndClassHaveNames(@TempDir Path folder) throws IOException {
    PciIds ids = ids(folder, CARD);
    assertThat(ids.vendor(CARD)).contains("Intel Corporation");
    assertThat(ids.device(CARD)).contains("82574L Gigabit Network Connection");
    assertThat(ids.subsystem(CARD, new DeviceId(0x8086, 0xa01f)))
        .contains("Gigabit CT Desktop Adapter");
    assertThat(ids.type(new PciClass(0x020000))).contains("Ethernet controller");
  }

  @Test
  void aDeviceNumberIsLookedUpBelowItsVendor(@TempDir Path folder) throws IOException {
    DeviceId jabil = new DeviceId(0x10d3, 0x10d3);
    PciIds ids = ids(folder, CARD, jabil, new DeviceId(0x1022, 0x10d3));
    assertThat(ids.device(CARD)).contains("82574L Gigabit Network Connection");
    assertThat(ids.vendor(jabil)).contains("Jabil Circuit Inc");
    assertThat(ids.device(jabil).orElseThrow()).startsWith("mPCIe-COM-2SM");
    assertThat(ids.device(new DeviceId(0x1022, 0x10d3)).orElseThrow()).contains("another maker");
  }

  @Test
  void aSubclassWithoutANameGetsTheNameOfItsBaseClass(@TempDir Path folder) throws IOException {
    assertThat(ids(folder, CARD).type(new PciClass(0x02aa00))).contains("Network controller");
  }

  @Test
  void anUnknownIdHasNoName(@TempDir Path folder) throws IOException {
    DeviceId strange = new DeviceId(0x8086, 0xffff);
    DeviceId stranger = new DeviceId(0xfffe, 0x10d3);
    PciIds ids = ids(folder, strange, stranger);
    assertThat(ids.vendor(strange)).contains("Intel Corporation");
    assertThat(ids.device(strange)).isEmpty();
    assertThat(ids.vendor(stranger)).isEmpty();
    assertThat(ids.device(stranger)).isEmpty();
    assertThat(ids.type(new PciClass(0x990000))).isEmpty();
  }

  @Test
  void namesAreUtf8(@TempDir Path folder) throws IOException {
    DeviceId id = new DeviceId(0xdead, 1);
    assertThat(ids(folder, id).vendor(id)).contains("Café «Zeitlos» Circuits");
  }

  @Test
  void theFileOfHwdataIsPreferred(@TempDir Path folder) throws IOException {
    put(folder, "usr/share/misc/pci.ids", "8086  the other\n");
    put(folder, "usr/share/hwdata/pci.ids", "8086  this one\n");
    assertThat(read(new FolderMachine(folder), CARD).vendor(CARD)).contains("this one");
  }

  @Test
  void aMachineWithoutTheFileHasNoNames(@TempDir Path folder) {
    PciIds ids = read(new FolderMachine(folder), CARD);
    assertThat(ids.vendor(CARD)).isEmpty();
    assertThat(ids.type(new PciClass(0x020000))).isEmpty();
  }

  @Test
  void aTruncatedFileCausesNoError(@TempDir Path folder) throws IOException {
    String whole = Examples.resource("pci.ids");
    for (int end = 0; end < whole.length(); end += 7) {
      put(folder, "usr/share/misc/pci.ids", whole.substring(0, end));
      assertThat(read(new FolderMachine(folder), CARD).vendor(CARD))
          .isIn(names("Intel Corporation"));
    }
  }

  /** Empty, or any beginning of a name. */
  private static List<Optional<String>> names(String name) {
    return Stream.concat(
            Stream.of(Optional.<String>empty()),
            Stream.iterate(0, i -> i <= name.length(), i -> i + 1)
                .map(end -> Optional.of(name.substring(0, end).strip())))
        .toList();
  }

  private static PciIds ids(Path folder, DeviceId... asked) throws IOException {
    put(folder, "usr/share/misc/pci.ids", Examples.resource("pci.ids"));
    return read(new FolderMachine(folder), asked);
  }

  private static PciIds read(Machine machine, DeviceId... asked) {
    return PciIds.of(
        machine, Arrays.stream(asked).map(id -> Examples.function("0000:09:00.0", id.toString())));
  }

  private static void put(Path folder, String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }
}
