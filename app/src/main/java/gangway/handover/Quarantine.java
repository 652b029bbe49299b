package gangway.handover;

import gangway.Answer;
import gangway.host.Host;
import gangway.host.Xen;
import gangway.machine.Command;
import gangway.pci.Address;
import java.util.List;
import java.util.Optional;

/**
 * Xen's quarantine: while no guest has a hidden function, the IOMMU keeps its DMA from all memory
 * (XSA-302). Only xl makes that call. It accepts a function that is in pciback already, and one
 * that is in quarantine already; it lets go only of one that is.
 *
 * <p>See docs/decisions/0002-hide-by-sysfs-quarantine-by-xl.md.
 */
final class Quarantine {
  private Quarantine() {}

  /** Whether Xen has the IOMMU it takes. */
  static boolean needed(Host host) {
    return host.xen().map(Xen::iommu).equals(Optional.of(Answer.YES));
  }

  static Step enter(Address function) {
    return new Step(
        "put %s into Xen's quarantine".formatted(function),
        List.of(new Act.Run(add(function))),
        new State.ToldByTool(),
        List.of(new Act.Run(add(function)), new Act.Run(remove(function))),
        Binding.released(function));
  }

  /** For a function that pciback holds, and of which nobody can see whether it is there already. */
  static Step reenter(Address function) {
    return new Step(
        "put %s into Xen's quarantine".formatted(function),
        // one that pciback does not hold xl would take from its driver
        List.of(new Act.Assure(Binding.inPciback(function)), new Act.Run(add(function))),
        new State.ToldByTool(),
        List.of(),
        Binding.inPciback(function));
  }

  /**
   * Takes a function out of the quarantine and, as xl does both in one, out of pciback. xl stops at
   * a function that is not in quarantine yet, such as one that was hidden at boot.
   */
  static List<Step> leave(Address function) {
    return List.of(
        new Step(
            "see that %s is in Xen's quarantine".formatted(function),
            List.of(new Act.Run(add(function))),
            new State.ToldByTool(),
            List.of(new Act.Run(add(function))),
            new State.ToldByTool()),
        new Step(
            "release %s from Xen's quarantine and pciback".formatted(function),
            List.of(new Act.Run(remove(function))),
            Binding.released(function),
            Binding.intoPciback(function),
            Binding.inPciback(function)));
  }

  private static Command add(Address function) {
    return Command.of("xl", "pci-assignable-add", function.toString());
  }

  private static Command remove(Address function) {
    return Command.of("xl", "pci-assignable-remove", function.toString());
  }
}
