package gangway.operation;

import gangway.Problem;
import gangway.host.GuideHost;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An operation on hosts that are made for it.
 *
 * @param here makes the host out of a plain one
 * @param there makes another host, which is reached as "there", out of a plain one
 * @param performed submits the operation
 * @param partly does a part of it that is a result of its own, told by exit code 4
 * @param onlyForward whether recovery must bring the state after the operation
 * @param untold what is not compared: it does no harm, and stays on purpose
 */
record Story(
    String name,
    Consumer<GuideHost> here,
    Optional<Consumer<GuideHost>> there,
    Consumer<Submission> performed,
    List<Consumer<Submission>> partly,
    boolean onlyForward,
    String untold) {

  Story {
    partly = List.copyOf(partly);
  }

  static Story of(String name, Consumer<Submission> performed) {
    return new Story(name, _ -> {}, Optional.empty(), performed, List.of(), false, "-");
  }

  static Story of(String name, Request request) {
    return of(name, by -> told(new RequestOperation(_ -> RequestDraft.of(request)).perform(by)));
  }

  /** An operation returns a refusal by findings, which the command line tells like a problem. */
  static void told(Object result) {
    if (result instanceof RequestOperation.Result.Refused
        || result instanceof RemapOperation.Result.Refused
        || result instanceof ApplyOperation.Result.Refused) {
      throw Problem.refused("findings block the request", "see the findings");
    }
  }

  /** The same with more on the host. */
  Story with(Consumer<GuideHost> more) {
    return new Story(name, here.andThen(more), there, performed, partly, onlyForward, untold);
  }

  /** The same with another host. */
  Story withOther(Consumer<GuideHost> other) {
    return new Story(name, here, Optional.of(other), performed, partly, onlyForward, untold);
  }

  /** The same, after which recovery must bring the state after the operation. */
  Story forward() {
    return new Story(name, here, there, performed, partly, true, untold);
  }

  /**
   * The same without comparing some of what is on the hosts.
   *
   * @param names a regular expression
   */
  Story without(String names) {
    return new Story(name, here, there, performed, partly, onlyForward, untold + "|" + names);
  }

  /** The same, which can stay half done. */
  Story orOnly(Consumer<Submission> part) {
    List<Consumer<Submission>> more = new ArrayList<>(partly);
    more.add(part);
    return new Story(name, here, there, performed, more, onlyForward, untold);
  }

  /** Fresh hosts. */
  Scene scene() {
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    here.accept(host);
    return new Scene(
        host,
        there.map(make -> {
          GuideHost other = new GuideHost().put("proc/sys/kernel/random/boot_id", "77aa\n");
          make.accept(other);
          return other;
        }),
        untold);
  }

  @Override
  public String toString() {
    return name;
  }
}
