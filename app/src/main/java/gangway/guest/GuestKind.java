package gangway.guest;

import gangway.toolstack.GuestType;
import java.util.Optional;
import java.util.stream.Stream;

/** How a guest hears of devices that come and go, which decides what module it needs. */
public enum GuestKind {
  /** Found out in the guest. Of files alone nobody can tell: those are taken for a PV guest's. */
  AUTO("auto"),
  /** By XenStore: {@code xen-pcifront}. */
  PV(GuestType.PV.toString()),
  /** By ACPI, from qemu: {@code acpiphp}. */
  HVM(GuestType.HVM.toString());

  private final String word;

  GuestKind(String word) {
    this.word = word;
  }

  /** The kind that a guest of a type is prepared as: HVM, unless the guest is PV. */
  public static GuestKind of(GuestType type) {
    return type == GuestType.PV ? PV : HVM;
  }

  /** Reads {@link #word}. */
  public static Optional<GuestKind> parse(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** As it is written: {@code pv}. */
  public String word() {
    return word;
  }
}
