package gangway.doctor;

import gangway.boot.FileEdit;
import gangway.host.HostSnapshot;
import gangway.journal.Claim;
import gangway.machine.Command;
import gangway.passthrough.Binding;
import gangway.passthrough.BootStep;
import gangway.passthrough.GuestCondition;
import gangway.passthrough.Planner;
import gangway.passthrough.Quarantine;
import gangway.passthrough.UnhidePlan;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.MaintenancePlan;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.xen.guest.Domains;
import gangway.xen.guest.LibxlNote;
import gangway.xen.protocol.PciBackend;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Repairs of what an earlier assignment left behind. They are safe: they change nothing of a domain
 * that exists, and no function that a guest has.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 */
public final class Repairs {
  /** The command, for the journal. */
  private static final List<String> WORDS = List.of("doctor", "--fix");

  private Repairs() {}

  private static MaintenancePlan of(PciAddress function, Step... steps) {
    return new MaintenancePlan(
        WORDS, Set.of(new Claim.OfFunction(function)), new Plan(List.of(steps)));
  }

  /** Removes the XenStore record of the functions of a domain that no longer exists. */
  public static MaintenancePlan forgetRecord(int domid, PciBackend record) {
    return new MaintenancePlan(
        WORDS,
        record.entries().stream()
            .map(entry -> new Claim.OfFunction(entry.function()))
            .collect(Collectors.toSet()),
        new Plan(
            List.of(
                removeNode(
                    "remove the PCI record of domain " + domid,
                    PciBackend.recordsPath(domid),
                    domid))));
  }

  /** Removes the other XenStore nodes of a domain that no longer exists. */
  public static MaintenancePlan forgetDomain(int domid) {
    return new MaintenancePlan(
        WORDS,
        Set.of(),
        new Plan(
            List.of(
                removeNode(
                    "remove the XenStore nodes of domain " + domid, Domains.path(domid), domid))));
  }

  /** Removes libxl's record that a domain, which no longer exists, has a function. */
  public static MaintenancePlan forgetAssignment(PciAddress function, int domid) {
    return of(
        function,
        removeNode(
            "remove libxl's record that domain %d has %s".formatted(domid, function),
            LibxlNote.domidNode(function),
            domid));
  }

  /** Cannot be undone: nothing needs a node of a domain that no longer exists. */
  private static Step removeNode(String says, String node, int domid) {
    return new Step(
        says,
        List.of(
            new Action.Require(new GuestCondition.DomainGone(domid)),
            new Action.Run(Command.of("xenstore-rm", node))),
        new Condition.XenStoreNodeIs(node, Optional.empty()),
        List.of(),
        new Condition.NeverUndone());
  }

  /** Clears the driver_override of a function; its current driver stays bound. */
  public static MaintenancePlan lift(PciAddress function, String override) {
    return of(function, UnhidePlan.lift(function, override));
  }

  /** Binds a function without a driver to its original driver. */
  public static MaintenancePlan giveBack(HostSnapshot host, PciAddress function) {
    Request unhide = new Request.Unhide(List.of(function), Set.of(Request.Reach.NOW));
    return new MaintenancePlan(
        WORDS, Set.of(new Claim.OfFunction(function)), Planner.plan(host, unhide));
  }

  /** Whether xl can release only functions that xl has put into Xen's quarantine. */
  public static boolean quarantines(HostSnapshot host) {
    return Quarantine.needed(host);
  }

  /**
   * Registers a function in pciback with xl, as {@code xl pci-assignable-add} does: libxl's record
   * and Xen's quarantine.
   *
   * @param driver the original driver, to which xl can then bind the function again
   */
  public static MaintenancePlan acquaintXl(PciAddress function, Optional<String> driver) {
    String note = LibxlNote.node(function);
    String node = driver.isPresent() ? LibxlNote.driverNode(function) : note;
    String value = driver.map(name -> PciBus.driverFolder(name).toString()).orElse("");
    return of(
        function,
        new Step(
            "register %s with libxl as assignable".formatted(function),
            List.of(new Action.Run(Command.of("xenstore-write", node, value))),
            new Condition.XenStoreNodeIs(node, Optional.of(value)),
            List.of(new Action.Run(Command.of("xenstore-rm", note))),
            new Condition.XenStoreNodeIs(note, Optional.empty())),
        Quarantine.reenter(function));
  }

  /** Removes duplicate pciback slots of a function. */
  public static MaintenancePlan listOnce(PciAddress function, int times) {
    return of(function, Binding.listOnce(function, times));
  }

  /** Changes the boot settings. */
  public static MaintenancePlan boot(HostSnapshot host, List<FileEdit> edits, String purpose) {
    return new MaintenancePlan(
        WORDS,
        Set.of(new Claim.OfBootSettings()),
        new Plan(List.of(BootStep.of(host, edits, purpose))));
  }
}
