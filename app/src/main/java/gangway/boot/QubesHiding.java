package gangway.boot;

import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Qubes OS hides at boot: its initramfs reads the parameters {@code
 * rd.qubes.hide_pci=BB:DD.F,...} and {@code rd.qubes.hide_all_usb} of the kernel command line
 * (qubes-core-admin-linux, dracut/modules.d/90qubes-pciback).
 */
public record QubesHiding(Set<PciAddress> functions, boolean allUsb) {
  public QubesHiding {
    functions = Set.copyOf(functions);
  }

  private static final int USB = 0x0c03;

  static QubesHiding of(List<KernelParameters.Parameter> commandLine) {
    List<String> names = new ArrayList<>();
    boolean usb = false;
    for (KernelParameters.Parameter parameter : commandLine) {
      switch (parameter.name()) {
        case "rd.qubes.hide_pci" ->
            parameter.value().ifPresent(value -> names.addAll(List.of(value.split(","))));
        case "rd.qubes.hide_all_usb" -> usb = true;
        default -> {}
      }
    }
    Set<PciAddress> functions = new TreeSet<>();
    names.forEach(name -> PciAddress.parse(name).ifPresent(functions::add));
    return new QubesHiding(functions, usb);
  }

  /** Whether Qubes OS hides a function at boot. */
  public boolean hides(PciFunction function) {
    return functions.contains(function.address()) || (allUsb && usb(function.type()));
  }

  private static boolean usb(PciClass type) {
    return type.withSubclass() == USB;
  }
}
