package gangway.boot;

import gangway.Problem;
import gangway.pci.OutsideXen;
import gangway.pci.PciAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What pciback and the kernel do not accept as a list of functions to hide. */
final class KernelLimits {
  private KernelLimits() {}

  static void refuseHighDomains(Collection<PciAddress> functions) {
    for (PciAddress function : functions) {
      Optional<OutsideXen> outside = OutsideXen.of(function, List.of());
      if (outside.isPresent()) {
        throw Problem.refused(
            outside.get().sentence(),
            outside.get().remedy(),
            outside.get().evidence(),
            "if pciback cannot read one entry of its list, it hides nothing at all");
      }
    }
  }

  static HideList fitting(HideList list) {
    int length = list.toString().length();
    if (length > HideList.MAX_CHARACTERS) {
      throw Problem.refused(
          "the list of functions hidden at boot would be too long, and the kernel would refuse to"
              + " load pciback",
          "write whole devices (0000:09:00.*) or buses (0000:09:*.*) into the list by hand, or add"
              + " --now to hide only on the running host",
          "length: %d characters; allowed: %d".formatted(length, HideList.MAX_CHARACTERS));
    }
    return list;
  }
}
