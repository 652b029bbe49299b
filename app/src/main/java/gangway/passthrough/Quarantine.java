package gangway.passthrough;

import gangway.Answer;
import gangway.host.HostSnapshot;
import gangway.host.Xen;
import gangway.machine.Command;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
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
public final class Quarantine {
  private Quarantine() {}

  /** Whether Xen uses an IOMMU, which the quarantine requires. */
  public static boolean needed(HostSnapshot host) {
    return host.xen().map(Xen::iommu).equals(Optional.of(Answer.YES));
  }

  /**
   * Unless this step is known to be undone, no step before it is undone: with a function that is in
   * quarantine, a driver of dom0 could not do any DMA. And {@code xl pci-assignable-add} of a later
   * recovery would take the function from that driver.
   */
  static Step enter(PciAddress function) {
    return new Step(
        "put %s into Xen's quarantine".formatted(function),
        List.of(new Action.Run(add(function))),
        new Condition.NotVerifiable(),
        List.of(new Action.Run(add(function)), new Action.Run(remove(function))),
        new Condition.UndoBarrier(Binding.released(function)));
  }

  /** For a function that is bound to pciback, and may or may not be in quarantine already. */
  public static Step reenter(PciAddress function) {
    return new Step(
        "put %s into Xen's quarantine".formatted(function),
        // xl would unbind the function from another driver
        List.of(new Action.Require(Binding.inPciback(function)), new Action.Run(add(function))),
        new Condition.NotVerifiable(),
        List.of(),
        Binding.inPciback(function));
  }

  /**
   * Removes a function from the quarantine and from pciback; xl does both in one command. xl fails
   * for a function that is not in quarantine, such as one that was hidden at boot.
   *
   * <p>Xen refuses to put a function of a guest into quarantine (device_assigned in
   * xen/drivers/passthrough/pci.c). When the first step is undone, a guest that was started
   * meanwhile may have the function: it is then not in dom0's hands, and nothing is to be done.
   */
  static List<Step> leave(PciAddress function) {
    List<Action> enter =
        List.of(new Action.RunUnless(new FunctionCondition.OfAGuest(function), add(function)));
    return List.of(
        new Step(
            "make sure that %s is in Xen's quarantine".formatted(function),
            enter,
            new Condition.NotVerifiable(),
            enter,
            new Condition.NotVerifiable()),
        new Step(
            "remove %s from Xen's quarantine and pciback".formatted(function),
            List.of(new Action.Run(remove(function))),
            Binding.released(function),
            Binding.intoPciback(function),
            Binding.inPciback(function)));
  }

  private static Command add(PciAddress function) {
    return Command.of("xl", "pci-assignable-add", function.toString());
  }

  private static Command remove(PciAddress function) {
    return Command.of("xl", "pci-assignable-remove", function.toString());
  }
}
