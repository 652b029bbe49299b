package gangway.host;

import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A console of Xen itself on a PCI function.
 *
 * @param option the word of Xen's command line that sets it up
 * @param function the function, if that word names it; else Xen uses the first matching function
 * @param type the class of the functions it can be on, in hexadecimal digits
 * @see <a href="https://xenbits.xen.org/docs/unstable/misc/xen-command-line.html">Xen Hypervisor
 *     Command Line Options: console, com1, com2, dbgp</a>
 */
public record XenConsole(String option, Optional<PciAddress> function, String type) {
  private static final String SERIAL = "0700";
  private static final String EHCI = "0c0320";
  private static final String XHCI = "0c0330";

  /** The consoles that a command line of Xen sets up. */
  public static List<XenConsole> of(XenCommandLine line) {
    List<XenConsole> consoles = new ArrayList<>();
    for (String name : line.value("console").orElse("com1,vga").split(",")) {
      if (name.startsWith("com1") || name.startsWith("com2")) {
        // an H or L after the name means that a debugger shares the port
        serial(name.substring(0, 4), line).ifPresent(consoles::add);
      } else if (name.equals("dbgp") || name.equals("xhci")) {
        debugPort(line).ifPresent(consoles::add);
      }
    }
    return List.copyOf(consoles);
  }

  /** Whether it may be on this function. */
  public boolean fits(PciFunction other) {
    return function.map(other.address()::equals).orElseGet(() -> other.type().matches(type));
  }

  /**
   * Baud rate, format, port, interrupt, the function's address, the address of a bridge above it.
   * All fields but the first are optional at the end; newer releases also accept names ({@code
   * port=}).
   */
  private static Optional<XenConsole> serial(String port, XenCommandLine line) {
    return line.value(port)
        .flatMap(value -> {
          List<String> fields =
              Stream.of(value.split(",")).map(f -> f.substring(f.indexOf('=') + 1)).toList();
          Optional<PciAddress> named =
              fields.stream().flatMap(f -> PciAddress.parse(f).stream()).findFirst();
          boolean searched = fields.contains("pci") || fields.contains("amt");
          return named.isPresent() || searched
              ? Optional.of(new XenConsole(port + "=" + value, named, SERIAL))
              : Optional.empty();
        });
  }

  /** {@code ehci} or {@code xhci}, then a number or {@code @pci} and an address. */
  private static Optional<XenConsole> debugPort(XenCommandLine line) {
    return line.value("dbgp")
        .map(value -> {
          String controller = value.split(",", -1)[0];
          int at = controller.indexOf("@pci");
          return new XenConsole(
              "dbgp=" + value,
              at < 0
                  ? Optional.empty()
                  : PciAddress.parse(controller.substring(at + "@pci".length())),
              controller.startsWith("xhci") ? XHCI : EHCI);
        });
  }
}
