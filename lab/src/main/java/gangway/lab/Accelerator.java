package gangway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How QEMU runs the host's processors. */
public enum Accelerator {
  /** Hardware virtualization. */
  KVM,
  /** QEMU's emulation: slower, but works everywhere. */
  TCG;

  private static final Path DEVICE = Path.of("/dev/kvm");

  /** QEMU's arguments; libvirt's driver for Xen needs a known processor model. */
  List<String> arguments() {
    return switch (this) {
      case KVM -> List.of("-accel", "kvm", "-cpu", "Nehalem,enforce");
      case TCG -> List.of("-accel", "tcg,thread=multi", "-cpu", "Nehalem");
    };
  }

  /**
   * The accelerator to use: the one that worked on this machine before, or else the fastest one
   * available.
   */
  static Accelerator select(Cache cache) {
    return remembered(cache).orElse(Files.isWritable(DEVICE) ? KVM : TCG);
  }

  /**
   * Records for this kernel that a Xen host ran with this accelerator; for TCG, that KVM did not
   * work.
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
      // nothing is recorded
    }
    return Optional.empty();
  }

  private static String kernel() {
    return System.getProperty("os.version", "");
  }
}
