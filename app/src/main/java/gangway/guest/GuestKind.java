package gangway.guest;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a guest hears of devices that come and go, which decides what module it needs. */
public enum GuestKind {
  /** Found out in the guest. Of files alone nobody can tell: those are taken for a PV guest's. */
  AUTO,
  /** By XenStore: {@code xen-pcifront}. */
  PV,
  /** By ACPI, from qemu: {@code acpiphp}. */
  HVM;

  /** Reads {@link #word}. */
  public static Optional<GuestKind> parse(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** As it is written: {@code pv}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
