package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.toolstack.Toolstack;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SavedImageTest {
  private static final String XL = "Xen saved domain, xl format\n \0 \r";
  private static final String LIBVIRT = "libvirt-xml\n \0 \r";
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
  void xlKeepsHowTheGuestWasMade() {
    String with = "{ \"c_info\": { \"type\": \"pv\" }, \"pcidevs\": [ { \"bus\": 9 }, { } ] }";
    assertThat(SavedImage.parse(xl(with))).contains(new SavedImage(Toolstack.XL, 2, true));
    assertThat(SavedImage.parse(xl("{ \"c_info\": { \"passthrough\": \"enabled\" } }")))
        .contains(new SavedImage(Toolstack.XL, 0, true));
    assertThat(SavedImage.parse(xl("{ \"c_info\": { } }")))
        .contains(new SavedImage(Toolstack.XL, 0, false));
  }

  @Test
  void libvirtKeepsTheDomainsXml() {
    assertThat(SavedImage.parse(libvirt(XML.formatted("on", HOSTDEV))))
        .contains(new SavedImage(Toolstack.VIRSH, 1, true));
    assertThat(SavedImage.parse(libvirt("<domain type='xen'><name>lv1</name></domain>")))
        .contains(new SavedImage(Toolstack.VIRSH, 0, false));
  }

  @Test
  void whatIsNoImageIsNone() {
    assertThat(SavedImage.parse(new byte[0])).isEmpty();
    assertThat(SavedImage.parse("Xen saved domain, xl format".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(SavedImage.parse(xl("no JSON"))).isEmpty();
  }

  @Test
  void anImageThatIsCutShortOrGarbledIsNoneAndNoFault() {
    Random random = new Random(5);
    for (byte[] whole : new byte[][] {xl("{ }"), libvirt(XML.formatted("on", HOSTDEV))}) {
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

  static byte[] xl(String json) {
    byte[] text = (json + "\0").getBytes(StandardCharsets.UTF_8);
    return words(XL, 0x01020304, 3, 0, text.length + 4, text.length).put(text).array();
  }

  private static byte[] libvirt(String xml) {
    byte[] text = (xml + "\0").getBytes(StandardCharsets.UTF_8);
    return words(LIBVIRT, 2, text.length, 0, 0, 0, 0, 0).put(text).array();
  }

  /** Magic and words, and room for a text of the length that the words tell. */
  private static ByteBuffer words(String magic, int... words) {
    int text = magic.equals(XL) ? words[4] : words[1];
    byte[] start = magic.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate(start.length + words.length * Integer.BYTES + text)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(start);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes;
  }
}
