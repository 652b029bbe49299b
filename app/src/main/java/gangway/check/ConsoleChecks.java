package gangway.check;

import gangway.host.Consoles;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Xen;
import gangway.host.XenConsole;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A way to see dom0 and to type to it, lost with a function. */
final class ConsoleChecks {
  private ConsoleChecks() {}

  static List<Finding> of(Host host, Request.Hide request) {
    List<Finding> findings = new ArrayList<>();
    List<Function> lost =
        host.inventory()
            .present(request.functions())
            .filter(function -> !function.hiddenNow())
            .map(HostFunction::function)
            .toList();
    List<XenConsole> xens = host.xen().map(Xen::commandLine).map(XenConsole::of).orElse(List.of());
    for (Function function : lost) {
      Address address = function.address();
      display(host.consoles(), address).ifPresent(findings::add);
      for (Consoles.Device terminal : on(host.consoles().terminals(), address)) {
        findings.add(terminal(terminal, address));
      }
      xens.stream()
          .filter(console -> console.fits(function))
          .forEach(console -> findings.add(xen(console, address)));
      Bmc.part(function).ifPresent(part -> findings.add(bmc(part, address)));
    }
    Set<Address> addresses = lost.stream().map(Function::address).collect(Collectors.toSet());
    findings.addAll(keyboards(host.consoles().keyboards(), addresses));
    return findings;
  }

  private static List<Consoles.Device> on(List<Consoles.Device> devices, Address function) {
    return devices.stream().filter(device -> device.path().contains(function)).toList();
  }

  /** What is on a screen: the firmware's display, or else one the kernel has a framebuffer of. */
  private static Optional<Finding> display(Consoles consoles, Address address) {
    List<String> framebuffers =
        on(consoles.framebuffers(), address).stream()
            .map(fb -> Chain.of("a framebuffer of dom0", Stream.of(fb.name()), address))
            .toList();
    if (consoles.bootDisplays().contains(address)) {
      return Optional.of(
          Finding.blocks(
                  "CONSOLE-VGA",
                  "dom0's screen would go dark with %s, the display this machine boots on"
                      .formatted(address),
                  "make another display the first one in the firmware's setup, or make sure that"
                      + " you reach dom0 by ssh or a serial line",
                  Stream.concat(
                          Stream.of("/sys/bus/pci/devices/%s/boot_vga is 1".formatted(address)),
                          framebuffers.stream())
                      .toList())
              .about(address)
              .unlessAccepted());
    }
    return framebuffers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                    "CONSOLE-FRAMEBUFFER",
                    "the screen on %s would go dark".formatted(address),
                    "make sure that nobody works on it",
                    framebuffers)
                .about(address));
  }

  private static Finding terminal(Consoles.Device terminal, Address address) {
    return Finding.blocks(
            "CONSOLE-SERIAL",
            "dom0 would lose its console %s with %s".formatted(terminal.name(), address),
            "give dom0 another console= on its kernel's command line first",
            Chain.of("a console of dom0", Stream.of(terminal.name()), address))
        .about(address)
        .unlessAccepted();
  }

  private static Finding xen(XenConsole console, Address address) {
    String evidence = "Xen's command line: " + console.option();
    String wayOut = "give Xen another console= on its command line first";
    return console.function().isPresent()
        ? Finding.blocks(
                "CONSOLE-SERIAL",
                "Xen would lose its own console with " + address,
                wayOut,
                evidence)
            .about(address)
            .unlessAccepted()
        : Finding.notes(
                "CONSOLE-SERIAL",
                "Xen's own console may be on %s: it takes the first function of this kind"
                    .formatted(address),
                wayOut + ", or look where it is: xl dmesg",
                evidence)
            .about(address);
  }

  private static Finding bmc(String part, Address address) {
    return Finding.warns(
            "CONSOLE-BMC",
            "%s belongs to this board's management controller (BMC)".formatted(address),
            "make sure that nobody needs the board's remote console or ipmitool in dom0 while a"
                + " guest has it",
            "%s is %s".formatted(address, part))
        .about(address);
  }

  private static List<Finding> keyboards(List<Consoles.Device> all, Set<Address> functions) {
    List<Finding> findings = new ArrayList<>();
    List<String> left =
        all.stream()
            .filter(keyboard -> keyboard.path().stream().noneMatch(functions::contains))
            .map(Consoles.Device::name)
            .toList();
    for (Address function : functions.stream().sorted().toList()) {
      for (Consoles.Device keyboard : on(all, function)) {
        findings.add(keyboard(keyboard, function, left));
      }
    }
    return findings;
  }

  private static Finding keyboard(
      Consoles.Device keyboard, Address function, Collection<String> left) {
    String evidence =
        Chain.of("the keyboard", Stream.of("'%s'".formatted(keyboard.name())), function);
    return left.isEmpty()
        ? Finding.blocks(
                "CONSOLE-KEYBOARD",
                "nobody could type to dom0 without the keyboard on " + function,
                "plug the keyboard in where another controller has it, or make sure that you reach"
                    + " dom0 by ssh or a serial line",
                evidence,
                "dom0 has no other keyboard")
            .about(function)
            .unlessAccepted()
        : Finding.notes(
                "CONSOLE-KEYBOARD",
                "a keyboard goes with " + function,
                "type on another one, or plug it in where another controller has it",
                evidence,
                "dom0 keeps '%s'".formatted(String.join("', '", left)))
            .about(function);
  }
}
