package gangway.guest;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a guest is notified of hot-plug, which decides the module that the guest needs. */
public enum GuestKind {
  /** Detected in the guest. Files alone do not show it: they are treated as those of a PV guest. */
  AUTO,
  /** By XenStore: {@code xen-pcifront}. */
  PV,
  /** By ACPI, from qemu: {@code acpiphp}. */
  HVM;

  /** Parses {@link #word}. */
  public static Optional<GuestKind> parse(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** The word for the command line: {@code pv}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
