package gangway;

import java.util.List;
import java.util.stream.Stream;

/** The packages of the program, and what each may use: the table of docs/architecture.md. */
final class Layers {
  /**
   * A package, with the packages inside it.
   *
   * @param inside names of packages inside it; they may use what it may use
   * @param mayUse the packages it may use, all of them below it
   */
  record Layer(String name, List<String> inside, List<String> mayUse) {
    /** Its name and those of the packages inside it. */
    Stream<String> packages() {
      return Stream.concat(Stream.of(name), inside.stream().map(part -> name + "." + part));
    }
  }

  /** From the bottom to the top. */
  static final List<Layer> ALL =
      List.of(
          layer("json"),
          layer("net"),
          layer("xenstore"),
          new Layer("machine", List.of("capture"), List.of("xenstore", "json", "net")),
          layer("pci", "machine"),
          new Layer("boot", List.of("initramfs"), List.of("pci", "machine")),
          layer("toolstack", "pci", "xenstore", "machine", "json"),
          layer("journal", "pci", "machine", "json"),
          new Layer(
              "host",
              List.of("storage", "network"),
              List.of("pci", "xenstore", "machine", "toolstack", "boot", "journal", "net")),
          layer("check", "host", "toolstack", "boot", "pci", "net"),
          layer(
              "handover",
              "check",
              "host",
              "journal",
              "toolstack",
              "boot",
              "pci",
              "machine",
              "xenstore",
              "json"),
          layer(
              "doctor",
              "handover",
              "check",
              "host",
              "journal",
              "toolstack",
              "boot",
              "pci",
              "machine"),
          layer(
              "guard",
              "handover",
              "host",
              "journal",
              "toolstack",
              "boot",
              "pci",
              "machine",
              "xenstore",
              "json"),
          layer(
              "migration",
              "guard",
              "handover",
              "check",
              "host",
              "journal",
              "toolstack",
              "boot",
              "pci",
              "machine",
              "xenstore",
              "json"),
          layer("guest", "handover", "journal", "toolstack", "pci", "machine"),
          layer(
              "cli",
              "json",
              "net",
              "xenstore",
              "machine",
              "pci",
              "boot",
              "toolstack",
              "journal",
              "host",
              "check",
              "handover",
              "doctor",
              "guard",
              "migration",
              "guest"));

  private Layers() {}

  private static Layer layer(String name, String... mayUse) {
    return new Layer(name, List.of(), List.of(mayUse));
  }

  /** The names of all packages, without "gangway.". */
  static List<String> packages() {
    return ALL.stream().flatMap(Layer::packages).toList();
  }
}
