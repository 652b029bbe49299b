package gangway.migration;

import gangway.Problem;
import gangway.host.CreatingProcesses;
import gangway.host.FoundProcesses;
import gangway.journal.Author;
import gangway.machine.Deadline;
import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import gangway.passthrough.GuestCondition;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.RunStates;
import gangway.xen.toolstack.Virsh;
import gangway.xen.toolstack.Xl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Destroys the domain that a killed restore has left: such a domain is paused since its creation,
 * and does not have its whole memory. A domain that may have run is never destroyed: the saved
 * image does not match its disks any more. Does nothing if the guest has no domain.
 *
 * <p>See docs/decisions/0028-a-domain-that-never-ran-is-destroyed.md.
 *
 * @param toolstack the toolstack that restores the guest
 * @param uuid the guest's UUID in the saved image; empty if the image has none
 * @param highest the highest domain ID of the host before the restore
 * @param boot the id of the boot to which the domain IDs belong
 */
public record DestroyUnfinished(
    String guest, Toolstack toolstack, String uuid, int highest, String boot) implements Action {
  private static final Duration HELPER_PAUSE = Duration.ofSeconds(1);
  private static final String COMPLETE = "libxl may have completed the restore";

  @Override
  public void perform(WritableMachine machine) {
    List<Domain> candidates =
        machine.xenStore().map(Domains::read).map(Domains::running).orElse(List.of()).stream()
            // another guest with the same UUID may have run before
            .filter(domain ->
                domain.name().equals(guest) || (hasUuid(domain) && domain.domid() > highest))
            .toList();
    if (candidates.size() > 1) {
      throw several(candidates);
    }
    if (candidates.isEmpty() || !Author.boot(machine).equals(boot)) {
      return;
    }
    Domain domain = candidates.getFirst();
    Optional<String> doubt;
    try {
      doubt = doubt(machine, domain);
    } catch (Problem unreadable) {
      doubt = Optional.of(unreadable.blocker());
    }
    if (doubt.isPresent()) {
      throw mayHaveRun(domain, doubt.get());
    }
    destroy(machine, domain);
  }

  private boolean hasUuid(Domain domain) {
    return !uuid.isEmpty() && domain.uuid().equalsIgnoreCase(uuid);
  }

  /** Why the domain may have run, or may still be restored or created by a process. */
  private Optional<String> doubt(Machine machine, Domain domain) {
    if (toolstack == Toolstack.LIBVIRT) {
      return Optional.of("libvirt continues a restore after virsh has ended");
    }
    if (!domain.name().equals(guest)) {
      return Optional.of("the domain was renamed");
    }
    if (!hasUuid(domain)) {
      return Optional.of("its UUID is not the UUID in the saved image");
    }
    if (domain.domid() <= highest) {
      return Optional.of("a domain with the ID %d existed before the restore".formatted(highest));
    }
    if (Creation.mayBeComplete(machine, domain)) {
      return Optional.of(COMPLETE);
    }
    FoundProcesses creating = creating(machine);
    if (!creating.none()) {
      return Optional.of(String.join("; ", creating.lines()));
    }
    if (Creation.mayBeComplete(machine, domain)) {
      return Optional.of(COMPLETE);
    }
    return RunStates.pausedWithoutCpuTime(machine, domain.domid())
        ? Optional.empty()
        : Optional.of(
            "'xl list %d' does not show a domain that is paused and has used no CPU time"
                .formatted(domain.domid()));
  }

  /** Waits, because the helper of a killed xl ends after xl. */
  private FoundProcesses creating(Machine machine) {
    Deadline deadline = machine.clock().deadline(machine.limit(Limit.GUEST_RESPONSE));
    FoundProcesses creating = CreatingProcesses.read(machine, guest);
    while (!creating.found().isEmpty() && !deadline.passed()) {
      machine.clock().park(HELPER_PAUSE);
      creating = CreatingProcesses.read(machine, guest);
    }
    return creating;
  }

  private void destroy(WritableMachine machine, Domain domain) {
    Condition gone = new GuestCondition.DomainEnded(domain.domid(), boot);
    Result result = machine.run(Xl.destroy(domain));
    if (!gone.awaitMet(machine)) {
      throw Problem.inconsistent(
          "%s still exists after '%s'".formatted(domain, Xl.destroy(domain)),
          remedy(domain),
          result.complaint());
    }
  }

  private Problem mayHaveRun(Domain domain, String doubt) {
    return Problem.inconsistent(
        "%s exists, and it is not certain that this domain never ran: %s".formatted(domain, doubt),
        remedy(domain),
        List.of());
  }

  private String remedy(Domain domain) {
    String destroy =
        switch (toolstack) {
          case XL -> Xl.destroy(domain).toString();
          case LIBVIRT -> Virsh.destroy(domain).toString();
          case XAPI -> throw Toolstack.notOfXapi();
        };
    return ("if the domain never ran (paused, CPU time 0.0 in 'xl list %d', and no process restores"
            + " the guest): run '%s', then 'gangway recover'; if the guest runs, keep the"
            + " guest: run 'gangway recover --as-is'")
        .formatted(domain.domid(), destroy);
  }

  private Problem several(List<Domain> candidates) {
    String all = candidates.stream().map(Domain::toString).collect(Collectors.joining(", "));
    return Problem.inconsistent(
        "more than one domain has the name or the UUID of guest %s: %s".formatted(guest, all),
        "find the domain that never ran (paused, CPU time 0.0 in 'xl list'), run 'xl destroy DOMID'"
            + " for this domain only, then 'gangway recover'",
        List.of());
  }

  @Override
  public String toString() {
    return "destroy the domain of guest %s, if the domain has never run".formatted(guest);
  }
}
