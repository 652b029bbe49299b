package gangway.toolstack;

import gangway.xenstore.XenStoreView;
import java.util.Locale;
import java.util.stream.Stream;

/** How Xen virtualizes a guest, which decides how the guest takes and releases functions. */
public enum GuestType {
  /** Para-virtualized. */
  PV("pv"),
  /** With the processor's virtualization, and without a device model. */
  PVH("pvh"),
  /** With the processor's virtualization and a device model (qemu). */
  HVM("hvm"),
  /** Not said, or said in a word that is not Xen's. */
  UNKNOWN("?");

  private final String word;

  GuestType(String word) {
    this.word = word;
  }

  /** The type of a word of libxl's or xl.cfg's ({@code pv}), in upper or lower case. */
  public static GuestType of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(type -> type.word.equals(lower)).findFirst().orElse(UNKNOWN);
  }

  /** The type of a domain, as libxl notes it; unknown if it does not. */
  static GuestType read(XenStoreView store, int domid) {
    return store.read("/libxl/" + domid + "/type").map(GuestType::of).orElse(UNKNOWN);
  }

  /** As libxl and xl.cfg write it: {@code pv}; {@code ?} if it is not known. */
  @Override
  public String toString() {
    return word;
  }
}
