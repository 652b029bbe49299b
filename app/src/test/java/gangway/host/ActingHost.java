package gangway.host;

import gangway.Problem;
import gangway.host.CallFault.Call;
import gangway.machine.Clock;
import gangway.machine.Command;
import gangway.machine.CommandMarks;
import gangway.machine.Limit;
import gangway.machine.Limits;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The guide's host as it can be acted upon: on the few writes and commands of a hand-over its
 * folder and its XenStore change as a kernel and Xen's tools would change them. Anything else fails
 * the test.
 *
 * <p>Any act can be made to fail. What a true Xen does is not shown here but on one.
 */
public final class ActingHost extends HostToChange {
  /** How an act goes wrong. */
  public enum Failure {
    /** Nothing was done. */
    NOT_DONE,
    /** It was done, and complained of all the same. */
    DONE_ALL_THE_SAME,
    /** Nothing was done, and nothing was said. */
    SILENT,
    /** Nothing was done, for a fault in the program. */
    FAULT
  }

  /** The number of a guest that is restored, or started. */
  public static final int NEW = 9;

  private final GuideHost host;
  private final FaultInjection faults;
  private final PciEnds ends;
  private final GuestAgents agents;
  private final Tools tools;
  private final OtherHosts others;
  private boolean leavesCommand;
  private final String mark;
  private final Limits limits;
  private final List<Duration> waits;

  /** What ends a process at once: nothing of it is carried out any more, no undoing either. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  ActingHost(GuideHost host) {
    FaultInjection faults = new FaultInjection();
    super(host, faults);
    this.faults = faults;
    this.host = host;
    mark = "";
    limits = Limits.STANDARD;
    waits = new ArrayList<>();
    ends = new PciEnds(host.store(), host.kernel().pciback());
    agents = new GuestAgents(host.store());
    tools = new Tools(host, this, ends, agents);
    others = new OtherHosts(host);
  }

  private ActingHost(ActingHost same, String mark, Limits limits) {
    super(same.host, same.faults);
    this.mark = mark;
    this.limits = limits;
    waits = same.waits;
    host = same.host;
    faults = same.faults;
    ends = same.ends;
    agents = same.agents;
    tools = same.tools;
    others = same.others;
    leavesCommand = same.leavesCommand;
  }

  /** Lets one log in on another host, by a name. */
  public ActingHost reaching(String name, GuideHost there) {
    others.reach(name, there);
    return this;
  }

  /** Makes another host one that does not answer. */
  public ActingHost notReaching(String name) {
    others.silence(name);
    return this;
  }

  /** Makes all guests deaf: they do not answer what they are asked. */
  public ActingHost withDeafGuests() {
    ends.deaf(true);
    return this;
  }

  /** Gives a guest an agent that answers every question with the same words. */
  public ActingHost withAgentSaying(int domid, String answer) {
    agents.agent(domid, answer);
    return this;
  }

  /** Gives a guest's kernel the module, which answers every question with the same words. */
  public ActingHost withModuleSaying(int domid, String answer) {
    agents.module(domid, answer);
    return this;
  }

  /** Lets deaf guests hear again, and see what there is to answer now. */
  public void wakeGuest(int domid) {
    ends.deaf(false);
    ends.answer(domid);
    if (host.store()
        .read("/local/domain/%d/control/shutdown".formatted(domid))
        .filter("poweroff"::equals)
        .isPresent()) {
      host.ended(domid);
    }
  }

  /** Makes the n-th act fail, from 1. */
  public ActingHost failing(int n, Failure how) {
    faults.fail(n, how);
    return this;
  }

  /**
   * Makes the n-th call to the machine fail, from 1: a read, a change, a command or a request to
   * XenStore. Does nothing if such a call cannot fail so.
   */
  public ActingHost failingCall(int n, CallFault how) {
    faults.calls().fail(n, how);
    return this;
  }

  /**
   * Makes something happen before the n-th call to the machine, from 1: another process acts. While
   * this process has a lock, others wait.
   */
  public ActingHost beforeCall(int n, Runnable event) {
    faults.calls().before(n, event);
    return this;
  }

  /** Makes a file or a folder unreadable, as by an error of its disk. */
  public ActingHost unreadable(Path path) {
    faults.makeUnreadable(path);
    return this;
  }

  /** The kinds of the calls so far. */
  public List<CallFault.Call> calls() {
    return faults.calls().made().stream().map(Calls.Made::call).toList();
  }

  /** What each call that was made says. */
  public List<String> texts() {
    return faults.calls().made().stream().map(Calls.Made::what).toList();
  }

  /** What the n-th call did, from 1. */
  public String call(int n) {
    return faults.calls().made().get(n - 1).toString();
  }

  /** Kills the process instead of its n-th change of the host or the journal, from 1. */
  public ActingHost killedAt(int n) {
    faults.killAt(n);
    return this;
  }

  /** Lets the command go on by itself that the process had started when it was killed. */
  public ActingHost leavingItsCommand() {
    leavesCommand = true;
    return this;
  }

  /** Fills the disk, until a file of a name is deleted. */
  public ActingHost withFullDisk(String untilDeleted) {
    faults.fillDisk(untilDeleted);
    return this;
  }

  /** Whether the process was killed, as it was ordered. */
  public boolean wasKilled() {
    return faults.killed();
  }

  /** Lets XenStore go away after the n-th act. */
  public ActingHost losingXenStoreAfter(int n) {
    faults.loseXenStoreAfter(n);
    return this;
  }

  /** How many changes of the host and the journal were made so far. */
  public int changes() {
    return faults.changes();
  }

  /** What was done so far, in order, with what failed. */
  public List<String> acts() {
    return faults.acts();
  }

  /** The limits of the waits for a guest while the host was changed. */
  public List<Duration> waits() {
    return List.copyOf(waits);
  }

  @Override
  public Clock clock() {
    return host.clock();
  }

  /** The same host; what its commands leave behind is marked with the operation. */
  @Override
  public WritableMachine markedWith(String operation) {
    return new ActingHost(this, operation, limits);
  }

  @Override
  public WritableMachine withLimits(Limits limits) {
    return new ActingHost(this, mark, limits);
  }

  @Override
  public Duration limit(Limit limit) {
    return limits.of(limit);
  }

  @Override
  public Optional<String> awaitOrphans(CommandMarks marks, Duration limit) {
    return faults.calls().make(Call.QUESTION, "await orphans", () -> orphan(marks, limit));
  }

  private Optional<String> orphan(CommandMarks marks, Duration limit) {
    if (host.orphans().stream().noneMatch(orphan -> marks.operations().contains(orphan.mark()))) {
      return Optional.empty();
    }
    if (limit.isZero()) {
      return Optional.of("a command");
    }
    host.orphansEnd();
    return Optional.empty();
  }

  @Override
  public Result run(Command command) {
    return run(command, () -> {});
  }

  @Override
  public Result run(Command command, Runnable meanwhile) {
    Attendance attendance = new Attendance(() -> faults.calls().meanwhile(meanwhile));
    if (leavesCommand && faults.killsNext()) {
      host.orphans().add(new GuideHost.Orphan(mark, () -> does(command, Attendance.none())));
    }
    Result result =
        faults.calls().make(Call.COMMAND, "run " + command, () -> result(command, attendance));
    attendance.end();
    return result;
  }

  private Result result(Command command, Attendance attendance) {
    try {
      faults.done("run " + command, () -> does(command, attendance));
      return new Result(0, "", "");
    } catch (Problem problem) {
      return new Result(1, "", problem.blocker());
    }
  }

  private void does(Command command, Attendance attendance) {
    if (!others.does(command)) {
      tools.run(command, attendance);
    }
  }

  @Override
  public WritableXenStore actingXenStore() {
    xenStore();
    return new ActingStore(host.store(), faults.calls(), waits, this::written);
  }

  private void written(SortedMap<String, String> values, SortedSet<String> removed) {
    faults.act(
        Call.STORE_CHANGE,
        removed.isEmpty()
            ? "write " + values + " to XenStore"
            : "remove " + removed + " from XenStore",
        () -> {
          values.forEach(host.store()::with);
          removed.forEach(host.store()::without);
          agents.answer();
          host.store()
              .list("/local/domain/0/backend/pci")
              .forEach(d -> ends.answer(Integer.parseInt(d)));
        });
  }

  static String record(int domid) {
    return "/local/domain/0/backend/pci/" + domid + "/0";
  }

  static String frontend(int domid) {
    return "/local/domain/" + domid + "/device/pci/0";
  }

  @Override
  public Optional<Result> ask(Command command) {
    return faults
        .calls()
        .make(
            Call.QUESTION,
            "ask " + command,
            () -> others.ask(command).or(() -> host.answers().ask(command)));
  }

  @Override
  public Optional<XenStore> xenStore() {
    faults.calls().make(Call.STORE_OPEN, "XenStore", () -> faults);
    faults.needsXenStore();
    return Optional.of(
        new AwaitedStore(
            new CalledStore(host.store(), faults.calls()), faults.calls(), host.clock()));
  }

  @Override
  public Optional<String> sshConnection() {
    return host.ssh();
  }

  @Override
  public boolean root() {
    return host.superuser();
  }
}
