package gangway.handover;

import gangway.Answer;
import gangway.host.Host;
import gangway.host.Xen;
import gangway.machine.Command;
import gangway.pci.Address;
import java.util.List;
import java.util.Optional;

/**
 * Xen's quarantine: while no guest has a hidden function, the IOMMU blocks its DMA to all memory
 * (XSA-302). Only xl makes that hypercall. {@code xl pci-assignable-add} accepts a function that is
 * already bound to pciback or already in quarantine; {@code xl pci-assignable-remove} fails for a
 * function that is not in quarantine.
 *
 * <p>See docs/decisions/0002-hide-by-sysfs-quarantine-by-xl.md.
 */
final class Quarantine {
  private Quarantine() {}

  /** Whether Xen uses an IOMMU, which the quarantine requires. */
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

  /** For a function that is bound to pciback, and may or may not be in quarantine already. */
  static Step reenter(Address function) {
    return new Step(
        "put %s into Xen's quarantine".formatted(function),
        // xl would unbind the function from another driver
        List.of(new Act.Assure(Binding.inPciback(function)), new Act.Run(add(function))),
        new State.ToldByTool(),
        List.of(),
        Binding.inPciback(function));
  }

  /**
   * Removes a function from the quarantine and from pciback; xl does both in one command. xl fails
   * for a function that is not in quarantine, such as one that was hidden at boot.
   */
  static List<Step> leave(Address function) {
    return List.of(
        new Step(
            "make sure that %s is in Xen's quarantine".formatted(function),
            List.of(new Act.Run(add(function))),
            new State.ToldByTool(),
            List.of(new Act.Run(add(function))),
            new State.ToldByTool()),
        new Step(
            "remove %s from Xen's quarantine and pciback".formatted(function),
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
