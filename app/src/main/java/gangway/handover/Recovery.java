package gangway.handover;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Verdict;
import gangway.host.Host;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.journal.Run;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.pci.Address;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Brings a host on which a run was killed, or lost its power, to the state before that run, or, if
 * all of it had been done, after it.
 *
 * <p>Within the same boot every step that was begun is undone. After a reboot nothing is left of
 * what was done to drivers and guests; only files are undone. Yet the host may have booted by them,
 * so that functions are hidden that were not, or the other way round: that is mended, too.
 *
 * <p>See docs/decisions/0003-undo-interrupted-operations.md.
 */
public final class Recovery {
  /** As long as the longest of all commands may take. */
  private static final Duration ORPHANS_LIMIT = Duration.ofMinutes(15);

  private final ActingMachine machine;
  private final Author author;
  private final Progress progress;

  public Recovery(ActingMachine machine, Author author, Progress progress) {
    this.machine = machine;
    this.author = author;
    this.progress = progress;
  }

  /**
   * Recovers from one run, and ends it.
   *
   * @return how it ended
   * @throws Problem of kind INCONSISTENT if something could not be undone; the run stays open then
   */
  public Outcome recover(Run run) {
    // who took it over since may have done so after a reboot
    boolean sameBoot = run.header().author().ofThisBoot(machine);
    RunWriter writer = takenOver(run);
    try {
      return recovered(run, sameBoot, writer);
    } catch (RuntimeException | Error fault) {
      writer.release();
      throw fault;
    }
  }

  private Outcome recovered(Run run, boolean sameBoot, RunWriter writer) {
    if (run.end().isPresent()) {
      writer.close();
      return run.end().get().outcome();
    }
    Optional<String> plan = new Journal(machine).plan(run);
    if (plan.isEmpty() || run.steps().isEmpty()) {
      writer.end(Outcome.UNDONE, List.of("it had not begun"));
      return Outcome.UNDONE;
    }
    Undertaking undertaking = parsed(run, plan.get());
    // what a chore is about can be seen after a reboot, too
    boolean seen = sameBoot || undertaking.request().isEmpty();
    if (seen && finished(run, undertaking)) {
      writer.end(Outcome.DONE, List.of("everything had been done when it was killed"));
      return Outcome.DONE;
    }
    List<String> left = undo(run, undertaking, sameBoot, writer);
    if (left.isEmpty()) {
      left = sameBoot ? settleGuest(run, undertaking) : settleHidden(run, undertaking);
    }
    if (!left.isEmpty()) {
      throw Problem.inconsistent(
          "not everything of 'gangway " + run.command() + "' could be undone",
          "see to what is named, then 'gangway recover' again; or leave it so with 'gangway"
              + " recover --as-is'",
          left);
    }
    writer.end(Outcome.UNDONE, List.of());
    return Outcome.UNDONE;
  }

  /** Goes on with a run once all that it started has come to its end. */
  private RunWriter takenOver(Run run) {
    RunWriter writer = RunWriter.takeOver(machine, author, run);
    try {
      run.authors().stream()
          .filter(before -> before.ofThisBoot(machine))
          .forEach(before -> awaitOrphans(before.pid()));
      return writer;
    } catch (RuntimeException | Error fault) {
      writer.release();
      throw fault;
    }
  }

  private void awaitOrphans(int process) {
    machine.awaitOrphans(process, Duration.ZERO).ifPresent(progress::awaits);
    Optional<String> left = machine.awaitOrphans(process, ORPHANS_LIMIT);
    if (left.isPresent()) {
      throw Problem.inconsistent(
          "what a killed run had started still runs",
          "see what it waits for, or end it; then 'gangway recover' again",
          List.of(left.get()));
    }
  }

  private static Undertaking parsed(Run run, String plan) {
    try {
      return Undertaking.parse(plan);
    } catch (IllegalArgumentException e) {
      throw Problem.inconsistent(
          "the plan of 'gangway " + run.command() + "' cannot be read",
          "look at the host with 'gangway devices' and 'gangway doctor'; when it is as it should"
              + " be, 'gangway recover --as-is'",
          List.of("written by gangway " + run.header().version(), String.valueOf(e.getMessage())));
    }
  }

  private boolean finished(Run run, Undertaking undertaking) {
    List<Step> steps = undertaking.plan().steps();
    if (run.failed()
        || !IntStream.range(0, steps.size())
            .allMatch(i -> run.done(i + 1) || steps.get(i).after().holds(machine))) {
      return false;
    }
    try {
      undertaking.request().ifPresent(request -> Rehearsal.proved(machine, request));
      return true;
    } catch (Problem notSo) {
      return false;
    }
  }

  private List<String> undo(Run run, Undertaking undertaking, boolean sameBoot, RunWriter writer) {
    List<Step> begun =
        run.standing().stream()
            .map(number -> undertaking.plan().steps().get(number - 1))
            .filter(step -> sameBoot || step.survivesReboot())
            .toList();
    begun.stream().flatMap(Step::edits).forEach(edit -> machine.sweep(edit.file()));
    return Performer.resuming(machine, new Recorded(writer, undertaking.plan(), progress), begun)
        .undoAll();
  }

  /** Hides and gives back what the host did not boot with as it was before. */
  private List<String> settleHidden(Run run, Undertaking undertaking) {
    Optional<Request> lasting =
        undertaking.request().filter(r -> r.lasting() && r.guestName().isEmpty());
    if (lasting.isEmpty()) {
      return List.of();
    }
    Inventory inventory = new Observer(machine).inventory();
    List<String> left = new ArrayList<>();
    for (Address function : lasting.get().functions()) {
      boolean was = undertaking.hidden().contains(function);
      if (inventory.at(function).isPresent() && was != Undertaking.hidden(inventory, function)) {
        Set<Reach> now = Set.of(Reach.NOW);
        perform(
            was
                ? new Request.Hide(List.of(function), now)
                : new Request.Unhide(List.of(function), now),
            run,
            left);
      }
    }
    return left;
  }

  /**
   * Takes and gives what a guest came back with, or without, that was restarted meanwhile: steps
   * are about the domain it was before, and its toolstack starts it with what that had.
   */
  private List<String> settleGuest(Run run, Undertaking undertaking) {
    Optional<String> name = undertaking.request().flatMap(Request::guestName);
    if (name.isEmpty()) {
      return List.of();
    }
    List<String> left = new ArrayList<>();
    for (Step step : undertaking.plan().steps()) {
      Domains domains = new Observer(machine).inventory().domains();
      Optional<Domain> guest =
          domains.running().stream().filter(domain -> domain.name().equals(name.get())).findFirst();
      Set<Reach> now = Set.of(Reach.NOW);
      if (guest.isPresent() && step.after() instanceof GuestState after) {
        boolean restarted = guest.get().domid() != after.domid();
        switch (after) {
          case GuestState.GuestHas(int _, Address function)
              when restarted && domains.holding(function).anyMatch(guest.get()::equals) ->
              perform(
                  new Request.Detach(guest.get().name(), List.of(function), now, Manner.ORDERLY),
                  run,
                  left);
          case GuestState.GuestLacks(int _, Address function)
              when restarted && domains.holding(function).findAny().isEmpty() ->
              perform(new Request.Attach(guest.get().name(), List.of(function), now), run, left);
          default -> {
            // the same guest, or what it should have
          }
        }
      }
    }
    return left;
  }

  private void perform(Request request, Run recovered, List<String> left) {
    Observer observer = new Observer(machine);
    Host host = observer.forRequest(observer.inventory(), request);
    Rehearsal rehearsal = Rehearsal.of(host, Verdict.of(host, request, List.<Acceptance>of()));
    if (rehearsal.verdict().refused()) {
      left.add(
          "'gangway %s --now' is refused: %s"
              .formatted(request.verb(), rehearsal.verdict().findings().getFirst().sentence()));
      return;
    }
    RunWriter writer =
        RunWriter.beginWithin(
            recovered, machine, author, List.of("recover", recovered.id()), request.claims());
    try {
      rehearsal.perform(machine, writer, progress);
    } catch (Problem why) {
      left.add(why.blocker() + ": " + String.join("; ", why.evidence()));
    }
  }

  /** Ends a run and leaves the host as it is. */
  public void leaveAsItIs(Run run) {
    takenOver(run).end(Outcome.LEFT, List.of("an operator left it as it is"));
  }
}
