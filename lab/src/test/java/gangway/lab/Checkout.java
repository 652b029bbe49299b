package gangway.lab;

import java.nio.file.Path;

/** This checkout, and labs that its tests start for themselves. */
final class Checkout {
  static final Path ROOT =
      Path.of(System.getProperty("gangway.root", "..")).toAbsolutePath().normalize();
  static final Path DISTRIBUTION = ROOT.resolve("dist/target/gangway");
  private static final Terminal TERMINAL = Terminal.standard();
  private static final Cache CACHE = Cache.of(ROOT);

  private Checkout() {}

  static Labs labs() {
    return new Labs(CACHE, TERMINAL);
  }

  /** Its name is that of no other checkout; one that an earlier run left is ended first. */
  static Lab start(String which, Hardware hardware) {
    String name = "test-%08x%s".formatted(ROOT.hashCode(), which);
    labs().running(name).ifPresent(Lab::stop);
    return labs().start(name, Image.build(ROOT, CACHE, TERMINAL), hardware);
  }

  static Hypervisor hypervisor() {
    return Hypervisor.build(ROOT, CACHE, TERMINAL);
  }

  /** A folder with two kernels for guests: {@code plain}, and {@code patched} by guest/kernel. */
  static Path kernels() {
    return Recipe.fromSource(ROOT, "kernel").make(CACHE, TERMINAL);
  }
}
