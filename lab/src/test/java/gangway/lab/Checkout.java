package gangway.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This checkout, and the labs that single tests start in addition to the shared one. */
final class Checkout {
  static final Path ROOT =
      Path.of(System.getProperty("gangway.root", "..")).toAbsolutePath().normalize();
  static final Path DISTRIBUTION = ROOT.resolve("dist/target/gangway");

  /** The release of Debian that the tests run on. */
  static final Release RELEASE = Release.of(System.getProperty("gangway.lab.release", "bookworm"));

  private static final Terminal TERMINAL = Terminal.standard();
  private static final Cache CACHE = Cache.of(ROOT);

  private Checkout() {}

  static Labs labs() {
    return new Labs(CACHE, TERMINAL);
  }

  /**
   * Starts a lab with a name that no other checkout uses; first stops a lab that an earlier run
   * left.
   */
  static Lab start(String which, Hardware hardware) {
    String name = "test-%08x%s".formatted(ROOT.hashCode(), which);
    labs().running(name).ifPresent(Lab::stop);
    return labs().start(name, Image.build(ROOT, RELEASE, CACHE, TERMINAL), hardware);
  }

  /** Returns the folder for pictures of windows; creates it. */
  static Path screenshots() throws IOException {
    return Files.createDirectories(ROOT.resolve("lab/target/screenshots"));
  }

  static Hypervisor hypervisor() {
    return Hypervisor.build(ROOT, CACHE, TERMINAL);
  }

  /**
   * Returns a folder with two guest kernels: {@code plain}, and {@code patched} with guest/kernel.
   */
  static Path kernels() {
    return Recipe.fromSource(ROOT, "kernel").make(CACHE, TERMINAL);
  }

  /** Returns a folder with the Debian package; a newer one is in its folder {@code newer}. */
  static Path packages() {
    return Recipe.packages(ROOT).make(CACHE, TERMINAL);
  }

  /**
   * Returns a folder with the packages for guests; its folder {@code others} has the packages of
   * Debian that they need.
   *
   * @param status the guest's {@code /var/lib/dpkg/status}
   * @param kernel the version of the guest's kernel
   */
  static Path guestPackages(Path status, String kernel) {
    return Recipe.guestPackages(ROOT, status, kernel).make(CACHE, TERMINAL);
  }

  /** Returns a folder with a guest kernel that checks itself, and the module for that kernel. */
  static Path debugKernel() {
    return Recipe.fromSource(ROOT, "kernel-debug").make(CACHE, TERMINAL);
  }
}
