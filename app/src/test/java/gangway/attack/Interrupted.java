package gangway.attack;

import gangway.cli.Run;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.operation.RequestOperation;
import gangway.operation.Submission;
import gangway.operation.UnseenProgress;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Hosts on which an operation was killed, and commands on them. */
public final class Interrupted {
  private Interrupted() {}

  /** A host on which this process is alive, like every process of a command. */
  static GuideHost host() {
    long pid = ProcessHandle.current().pid();
    return new GuideHost()
        .put("proc/sys/kernel/random/boot_id", "2f0d\n")
        .put(
            "proc/" + pid + "/stat",
            pid + " (java) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 7 21 4242 23 24\n");
  }

  private static String command(Request request) {
    return request.verb() + " test";
  }

  /** Performs a request as a process that has ended since. */
  static void perform(Request request, ActingHost machine) {
    new RequestOperation(_ -> RequestDraft.of(request))
        .perform(
            new Submission(
                machine, Authors.ROOT, List.of(command(request).split(" ")), new UnseenProgress()));
  }

  /** Performs a request and kills it at its n-th change; whether it was killed. */
  static boolean killed(Request request, GuideHost host, int n) {
    try {
      perform(request, host.machine().killedAt(n));
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  /** A host on which a request was killed after its first step began. */
  static GuideHost of(Supplier<GuideHost> made, Request request) {
    for (int n = 1; ; n++) {
      GuideHost host = made.get();
      if (!killed(request, host, n)) {
        throw new AssertionError("no step began");
      }
      List<Operation> open = new Journal(host.machine()).open();
      if (!open.isEmpty()
          && open.getLast().command().equals(command(request))
          && !open.getLast().openSteps().isEmpty()) {
        return host;
      }
    }
  }

  /**
   * Calls the program in a thread of its own: a command that changes something lets the end of the
   * process wait for the end of its thread.
   */
  public static Run run(ActingHost machine, String... words) {
    try {
      FutureTask<Run> running = new FutureTask<>(() -> Run.on(machine, List.of(words)));
      Thread.ofPlatform().start(running);
      return running.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
