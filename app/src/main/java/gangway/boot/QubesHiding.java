package gangway.boot;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Qubes OS hides at boot: its initramfs hides all network devices, and what parameters of the
 * kernel command line name: {@code rd.qubes.hide_pci=BB:DD.F,...} and {@code
 * rd.qubes.hide_all_usb}. It leaves the functions of {@code rd.qubes.dom0_usb=} to dom0
 * (qubes-core-admin-linux, dracut/modules.d/90qubes-pciback).
 *
 * @param functions the functions that the parameters name
 * @param allUsb whether all USB controllers are hidden
 * @param allNetwork whether all network devices are hidden
 * @param left the functions that stay in dom0
 */
public record QubesHiding(
    Set<PciAddress> functions, boolean allUsb, boolean allNetwork, Set<PciAddress> left) {
  private static final Path MODULE = Path.of("/usr/lib/dracut/modules.d/90qubes-pciback");
  private static final int USB = 0x0c03;
  private static final int NETWORK = 0x02;

  public QubesHiding {
    functions = Set.copyOf(functions);
    left = Set.copyOf(left);
  }

  static QubesHiding read(Machine machine, List<KernelParameters.Parameter> commandLine) {
    return new QubesHiding(
        named(commandLine, "rd.qubes.hide_pci"),
        commandLine.stream().anyMatch(one -> one.name().equals("rd.qubes.hide_all_usb")),
        machine.exists(MODULE),
        named(commandLine, "rd.qubes.dom0_usb"));
  }

  private static Set<PciAddress> named(
      List<KernelParameters.Parameter> commandLine, String parameter) {
    Set<PciAddress> functions = new TreeSet<>();
    commandLine.stream()
        .filter(one -> one.name().equals(parameter))
        .flatMap(one -> one.value().stream())
        .flatMap(value -> List.of(value.split(",")).stream())
        .forEach(name -> PciAddress.parse(name).ifPresent(functions::add));
    return functions;
  }

  /** Whether Qubes OS hides a function at boot. */
  public boolean hides(PciFunction function) {
    PciClass type = function.type();
    return !left.contains(function.address())
        && (functions.contains(function.address())
            || (allUsb && type.withSubclass() == USB)
            || (allNetwork && type.base() == NETWORK));
  }

  /**
   * Refuses to hide functions on Qubes OS by other settings than its own.
   *
   * @throws Problem of kind REFUSED on Qubes OS
   */
  void refuseOthers() {
    if (allNetwork) {
      throw Problem.refused(
          "Qubes OS hides functions at boot by its own initramfs and a parameter of the kernel"
              + " command line, which Gangway does not change",
          "add what 'gangway boot-config ADDRESS...' prints, or add --now to change only the"
              + " running host",
          MODULE + " exists");
    }
  }
}
