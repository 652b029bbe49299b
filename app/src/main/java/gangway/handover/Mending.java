package gangway.handover;

import gangway.boot.FileEdit;
import gangway.host.Host;
import gangway.host.LibxlNote;
import gangway.journal.Claim;
import gangway.machine.Command;
import gangway.pci.Address;
import gangway.pci.PciBus;
import gangway.request.Request;
import gangway.toolstack.Domains;
import gangway.toolstack.PciBackend;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What takes away something that an earlier hand-over left behind. It is safe: it touches nothing
 * of a domain that exists, and no function that a guest has.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 */
public final class Mending {
  /** What the journal calls it. */
  private static final List<String> WORDS = List.of("doctor", "--fix");

  private Mending() {}

  private static Chore of(Address function, Step... steps) {
    return new Chore(WORDS, Set.of(new Claim.OfFunction(function)), new Plan(List.of(steps)));
  }

  /** Takes away the record of the functions that a domain had which is gone. */
  public static Chore forgetRecord(int domid, PciBackend record) {
    return new Chore(
        WORDS,
        record.entries().stream()
            .map(entry -> new Claim.OfFunction(entry.function()))
            .collect(Collectors.toSet()),
        new Plan(
            List.of(
                removeNode(
                    "remove the record of domain " + domid,
                    PciBackend.recordsPath(domid),
                    domid))));
  }

  /** Takes away what else is left in XenStore of a domain that is gone. */
  public static Chore forgetDomain(int domid) {
    return new Chore(
        WORDS,
        Set.of(),
        new Plan(
            List.of(
                removeNode("remove what is left of domain " + domid, Domains.path(domid), domid))));
  }

  /** Takes away libxl's note that a domain has a function, which is gone. */
  public static Chore forgetAssignment(Address function, int domid) {
    return of(
        function,
        removeNode(
            "remove the note that domain %d has %s".formatted(domid, function),
            LibxlNote.domidNode(function),
            domid));
  }

  /** A node of a domain that is gone is of use to nobody: nothing puts it back. */
  private static Step removeNode(String says, String node, int domid) {
    return new Step(
        says,
        List.of(
            new Act.Assure(new State.DomainGone(domid)),
            new Act.Run(Command.of("xenstore-rm", node))),
        new State.NodeIs(node, Optional.empty()),
        List.of(),
        new State.Anything());
  }

  /** Lets other drivers have a function again; the one that holds it keeps it. */
  public static Chore lift(Address function, String override) {
    return of(function, UnhidePlan.lift(function, override));
  }

  /** Gives a function that no driver holds back to the one it came from. */
  public static Chore giveBack(Host host, Address function) {
    Request unhide = new Request.Unhide(List.of(function), Set.of(Request.Reach.NOW));
    return new Chore(WORDS, Set.of(new Claim.OfFunction(function)), Planner.plan(host, unhide));
  }

  /** Whether xl, to let go of a function, must have put it into Xen's quarantine before. */
  public static boolean quarantines(Host host) {
    return Quarantine.needed(host);
  }

  /**
   * Does for a function in pciback what xl does for one it makes assignable: a note of it, and
   * Xen's quarantine.
   *
   * @param driver the driver it came from, which xl can give it back to then
   */
  public static Chore acquaintXl(Address function, Optional<String> driver) {
    String note = LibxlNote.node(function);
    String node = driver.isPresent() ? LibxlNote.driverNode(function) : note;
    String value = driver.map(name -> PciBus.driverFolder(name).toString()).orElse("");
    return of(
        function,
        new Step(
            "note %s as xl does".formatted(function),
            List.of(new Act.Run(Command.of("xenstore-write", node, value))),
            new State.NodeIs(node, Optional.of(value)),
            List.of(new Act.Run(Command.of("xenstore-rm", note))),
            new State.NodeIs(note, Optional.empty())),
        Quarantine.reenter(function));
  }

  /** Has pciback list a function once that it lists several times. */
  public static Chore listOnce(Address function, int times) {
    return of(function, Binding.listOnce(function, times));
  }

  /** Changes what is set for the next boot. */
  public static Chore boot(Host host, List<FileEdit> edits, String purpose) {
    return new Chore(
        WORDS,
        Set.of(new Claim.OfBootSettings()),
        new Plan(List.of(BootStep.of(host, edits, purpose))));
  }
}
