package gangway.xen.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Minimal files of saved guests. */
public final class Images {
  private static final String XL = "Xen saved domain, xl format\n \0 \r";
  private static final String LIBVIRT = "libvirt-xml\n \0 \r";

  private Images() {}

  /** The header that xl writes before a guest's state. */
  public static byte[] xl(String json) {
    byte[] text = (json + "\0").getBytes(StandardCharsets.UTF_8);
    return words(XL, 0x01020304, 3, 0, text.length + 4, text.length).put(text).array();
  }

  /** The header that libvirt writes before a guest's state. */
  public static byte[] libvirt(String xml) {
    byte[] text = (xml + "\0").getBytes(StandardCharsets.UTF_8);
    return words(LIBVIRT, 2, text.length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).put(text).array();
  }

  /** A complete image in xl's format, of a guest with this name. */
  public static byte[] named(String guest) {
    return whole("{ \"c_info\": { \"name\": \"%s\" } }".formatted(guest));
  }

  /** A complete image in xl's format, of a guest with this name and UUID. */
  public static byte[] named(String guest, String uuid) {
    return whole("{ \"c_info\": { \"uuid\": \"%s\", \"name\": \"%s\" } }".formatted(uuid, guest));
  }

  /** A complete image in xl's format. */
  public static byte[] whole(String json) {
    byte[] beginning = xl(json);
    byte[] state = state();
    return ByteBuffer.allocate(beginning.length + state.length).put(beginning).put(state).array();
  }

  /** A guest's state: records of libxl with nested records of libxc, some of odd lengths. */
  static byte[] state() {
    ByteBuffer state = ByteBuffer.allocate(1024);
    state.putLong(0x4c6962786c466d74L).putInt(2).putInt(0);
    record(state, 1, 0);
    state.putLong(-1).putInt(0x58454e46).putInt(3).putLong(0);
    state.putInt(1).putInt(12).putInt(4).putInt(17);
    record(state, 2, 8);
    record(state, 1, 101);
    record(state, 0x80000001, 0);
    record(state, 0, 0);
    record(state, 2, 3);
    record(state, 0, 0);
    byte[] written = new byte[state.position()];
    state.flip().get(written);
    return written;
  }

  private static void record(ByteBuffer state, int type, int length) {
    state.order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(length).order(ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < (length + 7) / 8 * 8; i++) {
      state.put((byte) (i < length ? 0x55 : 0));
    }
  }

  /** Magic and words, with room for a text of the length in the words. */
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
