package gangway.xen.protocol;

import gangway.xenstore.XenStoreView;
import java.util.Locale;
import java.util.stream.Stream;

/** How Xen virtualizes a guest, which decides how the guest accepts and releases functions. */
public enum GuestType {
  /** Paravirtualized. */
  PV("pv"),
  /** Hardware virtualization without a device model. */
  PVH("pvh"),
  /** Hardware virtualization with a device model (qemu). */
  HVM("hvm"),
  /** Missing, or a word that Xen does not use. */
  UNKNOWN("?");

  private final String word;

  GuestType(String word) {
    this.word = word;
  }

  /** Parses a word of libxl or xl.cfg ({@code pv}), in upper or lower case. */
  public static GuestType of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(type -> type.word.equals(lower)).findFirst().orElse(UNKNOWN);
  }

  /** The type of a domain from libxl's record; unknown if there is no record. */
  public static GuestType read(XenStoreView store, int domid) {
    return store.read("/libxl/" + domid + "/type").map(GuestType::of).orElse(UNKNOWN);
  }

  /** The word of libxl and xl.cfg: {@code pv}; {@code ?} if unknown. */
  @Override
  public String toString() {
    return word;
  }
}
