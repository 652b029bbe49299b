package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.xen.definition.Toolstack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedImageTest {
  private static final String XML =
      """
      <domain type='xen'><name>lv1</name>
        <features><xen><e820_host state='on'/><passthrough state='%s'/></xen></features>
        <devices>%s</devices></domain>
      """;
  private static final String HOSTDEV =
      """
      <hostdev mode='subsystem' type='pci' managed='no'><source>
        <address domain='0x0000' bus='0x09' slot='0x00' function='0x0'/></source></hostdev>
      """;

  @Test
  void xlsHeaderIsParsed() {
    String with = "{ \"c_info\": { \"type\": \"pv\" }, \"pcidevs\": [ { \"bus\": 9 }, { } ] }";
    assertImage(Images.xl(with), Toolstack.XL, 2, true);
    assertImage(
        Images.xl("{ \"c_info\": { \"passthrough\": \"enabled\" } }"), Toolstack.XL, 0, true);
    assertImage(Images.xl("{ \"c_info\": { } }"), Toolstack.XL, 0, false);
  }

  @Test
  void libvirtsHeaderIsParsed() {
    assertImage(Images.libvirt(XML.formatted("on", HOSTDEV)), Toolstack.LIBVIRT, 1, true);
    assertImage(
        Images.libvirt("<domain type='xen'><name>lv1</name></domain>"),
        Toolstack.LIBVIRT,
        0,
        false);
  }

  /** The guest's state begins directly after the header. */
  private static void assertImage(byte[] image, Toolstack writer, int devices, boolean hotPlug) {
    assertThat(SavedImage.parse(image))
        .contains(new SavedImage(writer, devices, hotPlug, image.length));
  }

  @Test
  void theGuestsUuidIsInTheHeaderOfXl(@TempDir Path folder) throws IOException {
    Machine machine = new FolderMachine(folder);
    Path file = Path.of("/pv1.image");
    assertThat(SavedImage.uuid(machine, file)).as("no file").isEmpty();
    Files.write(folder.resolve("pv1.image"), Images.named("pv1", "0a1b-2c"));
    assertThat(SavedImage.uuid(machine, file)).contains("0a1b-2c");
    assertThat(SavedImage.guest(machine, file)).contains("pv1");
    for (byte[] without :
        List.of(
            Images.named("pv1"),
            Images.xl("{ \"uuid\": \"0a1b-2c\" }"),
            Images.libvirt("<domain type='xen'><name>lv1</name><uuid>0a1b-2c</uuid></domain>"),
            new byte[8])) {
      Files.write(folder.resolve("pv1.image"), without);
      assertThat(SavedImage.uuid(machine, file)).isEmpty();
    }
  }

  @Test
  void theGuestsNameIsInTheHeader() {
    String json = "{ \"domid\": null, \"c_info\": { \"type\": \"pv\", \"name\": \"pv1\" } }";
    assertThat(SavedImage.guest(Images.xl(json))).contains("pv1");
    assertThat(SavedImage.guest(Images.libvirt(XML.formatted("on", "")))).contains("lv1");
    assertThat(SavedImage.guest(Images.xl("{ \"c_info\": { } }"))).isEmpty();
    assertThat(SavedImage.guest(Images.xl("{ \"name\": \"pv1\" }"))).as("elsewhere").isEmpty();
    assertThat(SavedImage.guest(new byte[8])).isEmpty();
  }

  @Test
  void otherFilesAreRejected() {
    assertThat(SavedImage.parse(new byte[0])).isEmpty();
    assertThat(SavedImage.parse("Xen saved domain, xl format".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(SavedImage.parse(Images.xl("no JSON"))).isEmpty();
  }

  @Attack(Party.FILE)
  @Test
  void aTruncatedOrCorruptHeaderIsRejectedWithoutAnException() {
    Random random = new Random(5);
    for (byte[] whole :
        new byte[][] {Images.xl("{ }"), Images.libvirt(XML.formatted("on", HOSTDEV))}) {
      int body = whole.length - 8;
      for (int length = 0; length < body; length++) {
        assertThat(SavedImage.parse(Arrays.copyOf(whole, length))).as("" + length).isEmpty();
      }
      for (int i = 0; i < 2000; i++) {
        byte[] garbled = whole.clone();
        garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
        SavedImage.parse(garbled).ifPresent(image -> assertThat(image.devices()).isBetween(0, 1));
      }
    }
  }
}
