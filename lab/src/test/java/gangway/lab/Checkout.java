package gangway.lab;

import java.nio.file.Path;

/** This checkout, and the labs that its tests start. */
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

  /**
   * Starts a lab with a name that no other checkout uses. Stops a lab with this name that an
   * earlier test run left.
   */
  static Lab start(String suffix, Hardware hardware) {
    String name = "test-%08x%s".formatted(ROOT.hashCode(), suffix);
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
