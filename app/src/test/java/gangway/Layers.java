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
          layer("explanation"),
          layer("xenstore"),
          new Layer("machine", List.of("capture"), List.of("xenstore", "json", "net")),
          new Layer("pci", List.of("identity"), List.of("machine", "json")),
          layer("config", "explanation", "pci", "machine"),
          new Layer("boot", List.of("initramfs", "loader"), List.of("pci", "machine")),
          layer("trial", "boot", "pci", "machine", "json"),
          layer("xen.protocol", "xenstore", "pci"),
          new Layer(
              "xen.definition",
              List.of("xl", "libvirt"),
              List.of("xen.protocol", "machine", "pci")),
          layer(
              "xen.guest", "xen.protocol", "xen.definition", "json", "xenstore", "machine", "pci"),
          layer("xen.toolstack", "xen.definition", "xen.guest", "machine", "pci"),
          layer("journal", "pci", "machine", "json"),
          layer("request", "journal", "xen.definition", "xen.guest", "pci"),
          new Layer(
              "host",
              List.of("storage", "network"),
              List.of(
                  "pci",
                  "xenstore",
                  "machine",
                  "xen.protocol",
                  "xen.definition",
                  "xen.guest",
                  "boot",
                  "trial",
                  "journal",
                  "request",
                  "net")),
          layer(
              "check",
              "host",
              "request",
              "xen.protocol",
              "xen.definition",
              "xen.guest",
              "boot",
              "pci",
              "net",
              "trial"),
          layer(
              "declaration",
              "host",
              "request",
              "xen.protocol",
              "xen.definition",
              "xen.guest",
              "boot",
              "pci"),
          layer(
              "plan",
              "journal",
              "request",
              "xen.definition",
              "boot",
              "pci",
              "machine",
              "xenstore",
              "json"),
          layer(
              "passthrough",
              "plan",
              "check",
              "host",
              "request",
              "journal",
              "xen.protocol",
              "xen.definition",
              "xen.guest",
              "xen.toolstack",
              "boot",
              "pci",
              "machine",
              "xenstore",
              "json",
              "trial"),
          layer(
              "doctor",
              "passthrough",
              "plan",
              "check",
              "host",
              "request",
              "journal",
              "xen.protocol",
              "xen.definition",
              "xen.toolstack",
              "xen.guest",
              "boot",
              "pci",
              "machine"),
          layer(
              "guard",
              "plan",
              "host",
              "journal",
              "xen.protocol",
              "xen.definition",
              "xen.guest",
              "boot",
              "pci",
              "machine",
              "xenstore",
              "json"),
          layer(
              "migration",
              "guard",
              "passthrough",
              "plan",
              "check",
              "host",
              "request",
              "journal",
              "xen.protocol",
              "xen.definition",
              "xen.guest",
              "xen.toolstack",
              "boot",
              "pci",
              "machine",
              "xenstore",
              "json"),
          layer("guest", "plan", "journal", "xen.protocol", "xen.guest", "pci", "machine"),
          layer(
              "operation",
              "migration",
              "doctor",
              "guard",
              "passthrough",
              "plan",
              "declaration",
              "check",
              "host",
              "request",
              "journal",
              "xen.definition",
              "xen.guest",
              "xen.toolstack",
              "pci",
              "machine",
              "xenstore",
              "boot",
              "trial"),
          layer(
              "view",
              "explanation",
              "config",
              "operation",
              "plan",
              "guest",
              "guard",
              "doctor",
              "declaration",
              "check",
              "host",
              "request",
              "journal",
              "xen.guest",
              "xen.definition",
              "xen.protocol",
              "boot",
              "pci",
              "machine",
              "json"),
          layer(
              "cli",
              "explanation",
              "config",
              "json",
              "net",
              "xenstore",
              "machine",
              "pci",
              "boot",
              "xen.protocol",
              "xen.definition",
              "xen.guest",
              "xen.toolstack",
              "journal",
              "request",
              "host",
              "check",
              "plan",
              "declaration",
              "passthrough",
              "doctor",
              "guard",
              "migration",
              "guest",
              "operation",
              "view",
              "trial"));

  private Layers() {}

  private static Layer layer(String name, String... mayUse) {
    return new Layer(name, List.of(), List.of(mayUse));
  }

  /** The names of all packages, without "gangway.". */
  static List<String> packages() {
    return ALL.stream().flatMap(Layer::packages).toList();
  }
}
