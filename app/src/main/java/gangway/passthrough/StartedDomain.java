package gangway.passthrough;

import gangway.Answer;
import gangway.Problem;
import gangway.host.DomainStart;
import gangway.host.FoundProcesses;
import gangway.machine.Command;
import gangway.machine.Deadline;
import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import gangway.xen.guest.DomainUuids;
import gangway.xen.guest.DomainUuids.Listed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The domain that a start of a guest has created, if any. It is found by its UUID in the list of
 * the hypervisor, because a killed xl may not have given it a name.
 *
 * <p>See docs/decisions/0030-the-uuid-of-a-start-is-known-before.md.
 */
public record StartedDomain(StartHost host, DomainStart start) {
  private static final Duration HELPER_PAUSE = Duration.ofSeconds(1);
  private static final String COMPLETE = "libxl may have completed the creation";

  /** Whether it certainly does not exist, because it was never created or is gone. */
  public boolean absent() {
    if (start.uuid().isEmpty()) {
      return true;
    }
    Optional<String> boot = host.boot();
    return boot.isPresent()
        && (!boot.get().equals(start.boot()) || found().filter(List::isEmpty).isPresent());
  }

  /**
   * Whether it certainly does not exist, and no process can still create it: an xl on another host
   * may wait for its lock after the connection to it was lost. The processes are read first, so
   * that a domain which one of them has just created is found.
   */
  public boolean neverComes() {
    return start.uuid().isEmpty()
        || ((otherBoot() || host.creating(start.guest()).suspects().isEmpty()) && absent());
  }

  private boolean otherBoot() {
    return host.boot().filter(boot -> !boot.equals(start.boot())).isPresent();
  }

  private Optional<List<Listed>> found() {
    return list().flatMap(list -> list.with(start.uuid(), start.highest()));
  }

  private Optional<DomainUuids> list(String... domid) {
    List<String> words = new ArrayList<>(DomainUuids.LIST);
    words.addAll(List.of(domid));
    return host.told(words.toArray(String[]::new)).map(DomainUuids::parse);
  }

  /**
   * Destroys it if it is unfinished: if a killed xl has left it, and it never ran. Does nothing if
   * it does not exist, or if it runs.
   *
   * @throws Problem of kind INCONSISTENT if it exists and may have run, or may be in creation
   */
  public void destroyIfUnfinished(WritableMachine machine) {
    if (neverComes()) {
      return;
    }
    FoundProcesses creating = creating(machine);
    if (absent()) {
      if (creating.suspects().isEmpty()) {
        return;
      }
      throw Problem.inconsistent(
          "a process may still start guest " + start.guest(),
          "wait until the process has ended, or kill it; then run 'gangway recover' again",
          creating.suspects());
    }
    if (host.boot().isEmpty()) {
      throw Problem.failed(
          "it is not known whether the host was booted again since the start of guest %s"
              .formatted(start.guest()),
          "make sure that the host can be reached, then run 'gangway recover' again");
    }
    List<Listed> found =
        found()
            .orElseThrow(() ->
                Problem.failed(
                    "'%s' does not show whether a domain of guest %s exists"
                        .formatted(listCommand(), start.guest()),
                    "run the command to see why; then run 'gangway recover' again"));
    if (found.size() > 1) {
      throw several(found);
    }
    for (Listed domain : found) {
      Optional<String> doubt;
      try {
        if (runs(domain.domid())) {
          return;
        }
        doubt = doubt(machine, domain.domid());
      } catch (Problem unreadable) {
        doubt = Optional.of(unreadable.blocker());
      }
      if (doubt.isPresent()) {
        throw mayHaveRun(domain.domid(), doubt.get());
      }
      destroy(machine, domain.domid());
    }
  }

  /** Whether xl has completed it and it is no longer paused: it is not unfinished. */
  private boolean runs(int domid) {
    return host.recorded(domid, start.uuid()) == Answer.YES
        && only(domid).filter(domain -> !domain.paused()).isPresent();
  }

  /** From a list of this domain only: the name of another domain can contain a line. */
  private Optional<Listed> only(int domid) {
    return list(Integer.toString(domid))
        .flatMap(list -> list.only(domid))
        .filter(domain -> domain.uuid().equals(start.uuid()));
  }

  /** Why it may have run, or may still be in creation by a process. */
  private Optional<String> doubt(Machine machine, int domid) {
    if (mayBeComplete(domid)) {
      return Optional.of(COMPLETE);
    }
    FoundProcesses creating = creating(machine);
    if (!creating.none()) {
      return Optional.of(String.join("; ", creating.lines()));
    }
    if (mayBeComplete(domid)) {
      return Optional.of(COMPLETE);
    }
    return only(domid)
            .filter(domain -> domain.paused() && domain.unused() && domain.canBe(start.guest()))
            .isPresent()
        ? Optional.empty()
        : Optional.of(
            "'%s' does not show a domain of this guest that is paused and has used no CPU time"
                .formatted(listCommand(Integer.toString(domid))));
  }

  private boolean mayBeComplete(int domid) {
    return host.recorded(domid, start.uuid()) != Answer.NO;
  }

  /** Waits, because the programs that a killed xl has started end after xl. */
  private FoundProcesses creating(Machine machine) {
    Deadline deadline = machine.clock().deadline(machine.limit(Limit.GUEST_RESPONSE));
    FoundProcesses creating = host.creating(start.guest());
    while (!creating.found().isEmpty() && !deadline.passed()) {
      machine.clock().park(HELPER_PAUSE);
      creating = host.creating(start.guest());
    }
    return creating;
  }

  private void destroy(WritableMachine machine, int domid) {
    Result result = machine.run(destruction(domid));
    if (!machine.clock().await(machine.limit(Limit.GUEST_RESPONSE), host.pause(), this::absent)) {
      throw Problem.inconsistent(
          "domain %d still exists after '%s'".formatted(domid, destruction(domid)),
          remedy(domid),
          result.complaint());
    }
  }

  private Command destruction(int domid) {
    return host.command("xl", "destroy", Integer.toString(domid));
  }

  private Command listCommand(String... domid) {
    List<String> words = new ArrayList<>(DomainUuids.LIST);
    words.addAll(List.of(domid));
    return host.command(words.toArray(String[]::new));
  }

  private Problem mayHaveRun(int domid, String doubt) {
    return Problem.inconsistent(
        "domain %d was created for guest %s, and it is not certain that this domain never ran: %s"
            .formatted(domid, start.guest(), doubt),
        remedy(domid),
        List.of());
  }

  private String remedy(int domid) {
    return ("if the domain never ran (paused, CPU time 0.0 in '%s', and no process creates it): run"
            + " '%s', then 'gangway recover'; if the guest runs, keep the guest: run 'gangway recover"
            + " --as-is'")
        .formatted(listCommand(Integer.toString(domid)), destruction(domid));
  }

  private Problem several(List<Listed> found) {
    String all =
        found.stream()
            .map(domain -> Integer.toString(domain.domid()))
            .collect(Collectors.joining(", "));
    return Problem.inconsistent(
        "more than one domain has the UUID %s of guest %s: %s"
            .formatted(start.uuid(), start.guest(), all),
        "find the domain that never ran (paused, CPU time 0.0 in '%s'), run '%s' for this domain only, then 'gangway recover'"
            .formatted(listCommand(), host.command("xl", "destroy", "DOMID")),
        List.of());
  }
}
