package gangway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What runs the host's processors. */
public enum Accelerator {
  /** The machine's own virtualization. */
  KVM,
  /** QEMU's translation: slower, and it works everywhere. */
  TCG;

  private static final Path DEVICE = Path.of("/dev/kvm");

  /** QEMU's arguments: libvirt's driver for Xen wants a processor of a known make. */
  List<String> arguments() {
    return switch (this) {
      case KVM -> List.of("-accel", "kvm", "-cpu", "Nehalem,enforce");
      case TCG -> List.of("-accel", "tcg,thread=multi", "-cpu", "Nehalem");
    };
  }

  /** The one to use: what was found to work here before, or else the fastest that may. */
  static Accelerator toUse(Cache cache) {
    return remembered(cache).orElse(Files.isWritable(DEVICE) ? KVM : TCG);
  }

  /**
   * Remembers, for this kernel, that a Xen host ran with it, or, with TCG, that none did with KVM.
   */
  void remember(Cache cache) {
    try {
      Files.writeString(cache.accelerator(), name() + " " + kernel() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Accelerator> remembered(Cache cache) {
    try {
      String text = Files.readString(cache.accelerator()).strip();
      for (Accelerator accelerator : values()) {
        if (text.equals(accelerator.name() + " " + kernel())
            && (accelerator == TCG || Files.isWritable(DEVICE))) {
          return Optional.of(accelerator);
        }
      }
    } catch (IOException e) {
      // none is remembered
    }
    return Optional.empty();
  }

  private static String kernel() {
    return System.getProperty("os.version", "");
  }
}
