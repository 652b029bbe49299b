package gangway.operation;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Remapping;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.passthrough.RemapPlan;
import gangway.passthrough.RemapPostcondition;
import gangway.pci.PciAddress;
import gangway.pci.PciFunctions;
import gangway.pci.identity.HardwareRecord;
import gangway.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes boot settings and definitions name acknowledged devices at the addresses that the devices
 * have now: {@code gangway remap}. All or nothing; running guests are not changed.
 *
 * <p>See docs/decisions/0036-remap-moves-settings-to-proven-devices.md.
 */
public final class RemapOperation {
  private static final List<String> WORDS = List.of("remap");

  private final Function<PciFunctions, List<Acceptance>> accepting;
  private final Optional<PlanDigest> shown;

  /**
   * @param accepting the findings that the user accepts, on a host with these functions
   * @param shown the plan that was shown to the user, if the operation must be refused when it
   *     would do something else
   */
  public RemapOperation(
      Function<PciFunctions, List<Acceptance>> accepting, Optional<PlanDigest> shown) {
    this.accepting = accepting;
    this.shown = shown;
  }

  /**
   * The settings of a host, compared with its devices.
   *
   * @param host as it will be at the next boot
   * @param plan without steps if it is refused, or if no setting names a device that has moved
   * @param findings also that the plan is not the one that was shown
   */
  public record Checked(
      Remapping remapping,
      HostSnapshot host,
      Plan plan,
      List<Acceptance> accepted,
      List<Finding> findings)
      implements Judgement {
    public Checked {
      accepted = List.copyOf(accepted);
      findings = List.copyOf(findings);
    }

    /** Whether a device has a record, so that there is something to compare. */
    public boolean hasRecords() {
      return !remapping.acknowledged().devices().isEmpty();
    }

    /** Whether all settings name their devices. */
    public boolean alreadySo() {
      return remapping.named().isEmpty();
    }

    /** What identifies this plan, with the findings. */
    public PlanDigest digest() {
      return PlanDigest.of(WORDS, this, plan);
    }

    /**
     * What is not as the settings say until the next boot, one sentence each: pciback still holds
     * what it took at the last boot.
     */
    public List<String> untilReboot() {
      List<String> lines = new ArrayList<>();
      SortedMap<PciAddress, PciAddress> listed = remapping.movesInList();
      listed.values().stream()
          .filter(to -> !hiddenNow(to))
          .map(to ->
              "%1$s is hidden from the next boot on; to hide it now: gangway hide --now %1$s"
                  .formatted(to))
          .forEach(lines::add);
      listed.keySet().stream()
          .filter(from -> hiddenNow(from) && !listed.containsValue(from))
          .map(from ->
              ("pciback holds another device at %1$s until the next boot; to give it back to dom0"
                      + " now: gangway unhide --now %1$s")
                  .formatted(from))
          .forEach(lines::add);
      return lines;
    }

    private boolean hiddenNow(PciAddress address) {
      return host.inventory().at(address).filter(HostFunction::hiddenNow).isPresent();
    }

    private Checked with(List<Finding> others) {
      return new Checked(remapping, host, plan, accepted, others);
    }
  }

  /** How an operation ended that did not fail. */
  public sealed interface Result {
    /** Findings block it. Nothing was changed. */
    record Refused(Checked checked) implements Result {}

    /** No setting names a device that has moved. Nothing was changed. */
    record AlreadySo(Checked checked) implements Result {}

    /** All settings name their devices, and this was verified. */
    record Done(Checked checked) implements Result {}
  }

  /**
   * Observes a machine and compares its settings with its devices. Changes nothing.
   *
   * @throws Problem of kind REFUSED if the record of the devices cannot be read, or if Gangway
   *     cannot safely edit a file
   */
  public Checked check(Machine machine) {
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    HostSnapshot now = observer.guestsOnly(inventory);
    Remapping remapping = Remapping.read(machine, now);
    HostSnapshot then =
        remapping.moves().isEmpty()
            ? now
            : observer.forRequest(remapping.in(inventory), remapping.hiding());
    List<Acceptance> accepted = accepting.apply(inventory.functions());
    List<Finding> findings = Checks.of(then, remapping);
    Checked judged = new Checked(remapping, then, new Plan(List.of()), accepted, findings);
    Checked checked =
        judged.refused() || judged.alreadySo()
            ? judged
            : new Checked(
                remapping,
                then,
                RemapPlan.of(then, inventory.boot(), HardwareRecord.of(machine), remapping),
                accepted,
                findings);
    return shown
        .flatMap(before -> PlanDigest.changed(before, checked.digest(), checked, checked.plan()))
        .map(checked::with)
        .orElse(checked);
  }

  /**
   * Claims, compares, checks, performs and verifies.
   *
   * @param compared receives the comparison before the first action
   * @throws Problem of kind REFUSED if nothing was changed, of kind FAILED if all was undone, of
   *     kind INCONSISTENT if not all could be undone
   */
  public Result perform(Submission by, Consumer<Checked> compared) {
    Set<Claim> claims = claims(by.machine());
    OperationWriter run = by.begin(claims);
    Checked checked =
        run.found(machine -> {
          Checked now = check(machine);
          compared.accept(now);
          mustBeClaimed(claims, claims(now.host(), now.remapping()));
          return now;
        });
    if (checked.refused()) {
      run.drop();
      return new Result.Refused(checked);
    }
    if (checked.alreadySo()) {
      run.drop();
      return new Result.AlreadySo(checked);
    }
    by.perform(run, checked.plan(), after -> mustBe(after, checked));
    return new Result.Done(checked);
  }

  private static Set<Claim> claims(Machine machine) {
    Observer observer = new Observer(machine);
    HostSnapshot now = observer.guestsOnly(observer.inventory());
    return claims(now, Remapping.read(machine, now));
  }

  /** What no other operation may change meanwhile. */
  private static Set<Claim> claims(HostSnapshot host, Remapping remapping) {
    Set<Claim> claims = new LinkedHashSet<>();
    remapping
        .moves()
        .forEach((from, to) -> {
          claims.add(new Claim.OfFunction(from));
          claims.add(new Claim.OfFunction(to));
        });
    if (!remapping.movesInList().isEmpty()) {
      claims.add(new Claim.OfBootSettings());
    }
    RemapPlan.changed(host, remapping)
        .forEach(file -> claims.add(new Claim.OfGuest(file.content().guest())));
    return claims;
  }

  /** Another operation may have changed the host before this one claimed it. */
  private static void mustBeClaimed(Set<Claim> claims, Set<Claim> needed) {
    if (!claims.containsAll(needed)) {
      throw Problem.refused(
          "the host changed while its settings were compared with its devices; nothing was changed",
          "run the command again");
    }
  }

  /** Observes the host again: list, definitions and record must name the new addresses. */
  private static void mustBe(Machine machine, Checked checked) {
    Observer observer = new Observer(machine);
    List<String> unmet =
        RemapPostcondition.unmet(
            observer.guestsOnly(observer.inventory()),
            HardwareRecord.of(machine).known(),
            checked.host(),
            checked.remapping());
    if (!unmet.isEmpty()) {
      throw Problem.failed(
          "all steps succeeded but the settings do not name the new addresses",
          "see 'gangway doctor'",
          unmet.toArray(String[]::new));
    }
  }
}
