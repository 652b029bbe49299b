package gangway.check;

import gangway.host.Consoles;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Xen;
import gangway.host.XenConsole;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether dom0 or Xen loses a console (screen, keyboard, serial line) with a function.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code CONSOLE-VGA}: the screen of the machine goes dark and stays dark until a reboot.
 *   <li>{@code CONSOLE-FRAMEBUFFER}: a further screen of dom0 goes dark.
 *   <li>{@code CONSOLE-SERIAL}: the serial console of dom0 or Xen is dead, and with it the last
 *       access to a host that hangs.
 *   <li>{@code CONSOLE-KEYBOARD}: nobody can type on dom0's console.
 *   <li>{@code CONSOLE-BMC}: the board's remote console or {@code ipmitool} stops working.
 * </ul>
 */
final class ConsoleChecks {
  private ConsoleChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Hide request) {
    List<Finding> findings = new ArrayList<>();
    List<PciFunction> lost =
        host.inventory()
            .present(request.functions())
            .filter(function -> !function.hiddenNow())
            .map(HostFunction::function)
            .toList();
    List<XenConsole> xens = host.xen().map(Xen::commandLine).map(XenConsole::of).orElse(List.of());
    for (PciFunction function : lost) {
      PciAddress address = function.address();
      display(host.consoles(), address).ifPresent(findings::add);
      for (Consoles.Device terminal : on(host.consoles().terminals(), address)) {
        findings.add(terminal(terminal, address));
      }
      xens.stream()
          .filter(console -> console.fits(function))
          .forEach(console -> findings.add(xen(console, address)));
      Bmc.part(function).ifPresent(part -> findings.add(bmc(part, address)));
    }
    Set<PciAddress> addresses = lost.stream().map(PciFunction::address).collect(Collectors.toSet());
    findings.addAll(keyboards(host.consoles().keyboards(), addresses));
    return findings;
  }

  private static List<Consoles.Device> on(List<Consoles.Device> devices, PciAddress function) {
    return devices.stream().filter(device -> device.path().contains(function)).toList();
  }

  /** The screen on a function: the firmware's display, else a framebuffer of the kernel. */
  private static Optional<Finding> display(Consoles consoles, PciAddress address) {
    List<String> framebuffers =
        on(consoles.framebuffers(), address).stream()
            .map(fb -> EvidencePath.of("a framebuffer of dom0", Stream.of(fb.name()), address))
            .toList();
    if (consoles.bootDisplays().contains(address)) {
      return Optional.of(
          Finding.blocks(
                  "CONSOLE-VGA",
                  "dom0's screen would go dark: %s is the display that this machine boots on"
                      .formatted(address),
                  "select another primary display in the firmware setup, or make sure that you can"
                      + " reach dom0 by ssh or a serial console",
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
                    "a screen of dom0 would go dark: its framebuffer is on %s".formatted(address),
                    "make sure that nobody uses this screen ('who' lists the users)",
                    framebuffers)
                .about(address));
  }

  private static Finding terminal(Consoles.Device terminal, PciAddress address) {
    return Finding.blocks(
            "CONSOLE-SERIAL",
            "dom0 would lose its console %s, which is on %s".formatted(terminal.name(), address),
            "first set another console= on dom0's kernel command line (with GRUB: edit"
                + " /etc/default/grub, run update-grub) and reboot",
            EvidencePath.of("a console of dom0", Stream.of(terminal.name()), address))
        .about(address)
        .unlessAccepted();
  }

  private static Finding xen(XenConsole console, PciAddress address) {
    String evidence = "Xen's command line: " + console.option();
    String remedy =
        "first set another console= on Xen's command line (with GRUB: edit /etc/default/grub, run"
            + " update-grub) and reboot";
    return console.function().isPresent()
        ? Finding.blocks(
                "CONSOLE-SERIAL",
                "Xen would lose its own console, which is on " + address,
                remedy,
                evidence)
            .about(address)
            .unlessAccepted()
        : Finding.notes(
                "CONSOLE-SERIAL",
                "Xen's own console may be on %s: Xen uses the first function of this kind"
                    .formatted(address),
                "'xl dmesg' shows where the console is; if it is here, " + remedy,
                evidence)
            .about(address);
  }

  private static Finding bmc(String part, PciAddress address) {
    return Finding.warns(
            "CONSOLE-BMC",
            ("%s belongs to this board's management controller (BMC), whose remote console or"
                    + " ipmitool may stop working")
                .formatted(address),
            "make sure that nobody needs the board's remote console, or ipmitool in dom0, while a"
                + " guest has the function",
            "%s is %s".formatted(address, part))
        .about(address);
  }

  private static List<Finding> keyboards(List<Consoles.Device> all, Set<PciAddress> functions) {
    List<Finding> findings = new ArrayList<>();
    List<String> left =
        all.stream()
            .filter(keyboard -> keyboard.path().stream().noneMatch(functions::contains))
            .map(Consoles.Device::name)
            .toList();
    for (PciAddress function : functions.stream().sorted().toList()) {
      for (Consoles.Device keyboard : on(all, function)) {
        findings.add(keyboard(keyboard, function, left));
      }
    }
    return findings;
  }

  private static Finding keyboard(
      Consoles.Device keyboard, PciAddress function, Collection<String> left) {
    String evidence =
        EvidencePath.of("the keyboard", Stream.of("'%s'".formatted(keyboard.name())), function);
    return left.isEmpty()
        ? Finding.blocks(
                "CONSOLE-KEYBOARD",
                "nobody could type on dom0's console: the only keyboard is on " + function,
                "plug the keyboard into a port of another controller, or make sure that you can"
                    + " reach dom0 by ssh or a serial console",
                evidence,
                "dom0 has no other keyboard")
            .about(function)
            .unlessAccepted()
        : Finding.notes(
                "CONSOLE-KEYBOARD",
                "dom0 would lose a keyboard, which is on " + function,
                "use another keyboard, or plug this one into a port of another controller",
                evidence,
                "dom0 keeps the keyboard '%s'".formatted(String.join("', '", left)))
            .about(function);
  }
}
