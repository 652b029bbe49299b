package gangway.guest;

import gangway.xen.protocol.GuestType;
import java.util.Optional;
import java.util.stream.Stream;

/** How a guest is notified of hot-plug, which decides the module that the guest needs. */
public enum GuestKind {
  /** Detected in the guest. Files alone do not show it: they are treated as those of a PV guest. */
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

  /** Parses {@link #word}. */
  public static Optional<GuestKind> parse(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** The word for the command line: {@code pv}. */
  public String word() {
    return word;
  }
}
