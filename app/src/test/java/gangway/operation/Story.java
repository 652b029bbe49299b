package gangway.operation;

import gangway.Problem;
import gangway.host.ActingHost;
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
 * @param name begins with the command, and has the options of which this story is
 * @param here makes the host out of a plain one
 * @param there makes another host, which is reached as "there", out of a plain one
 * @param past what happened on the hosts before
 * @param performed submits the operation
 * @param partly does a part of it that is a result of its own
 * @param instead does something else that is a complete result
 * @param ending what may be left
 * @param recovery recovers, as another process
 * @param untold what is not compared: it does no harm, and stays on purpose
 */
record Story(
    String name,
    Consumer<GuideHost> here,
    Optional<Consumer<GuideHost>> there,
    Consumer<Scene> past,
    Consumer<Submission> performed,
    List<Consumer<Submission>> partly,
    List<Consumer<Submission>> instead,
    Ending ending,
    Consumer<Scene> recovery,
    String untold) {

  /** What an operation may leave after a failure and its recovery. */
  enum Ending {
    /** The state before or after; a part that is a result of its own is told by exit code 4. */
    WHOLE,
    /** The state after: the operation is a recovery itself. */
    FORWARD,
    /** Parts that do not depend on each other: the exit code is that of the worst part. */
    PARTS
  }

  Story {
    partly = List.copyOf(partly);
    instead = List.copyOf(instead);
  }

  static Story of(String name, Consumer<Submission> performed) {
    return new Story(
        name,
        _ -> {},
        Optional.empty(),
        _ -> {},
        performed,
        List.of(),
        List.of(),
        Ending.WHOLE,
        Scene::recover,
        Scene.RECORD + "|" + Scene.OPEN);
  }

  static Story of(String name, Request request) {
    return of(name, by -> told(new RequestOperation(_ -> RequestDraft.of(request)).perform(by)));
  }

  /** A command as a user calls it. */
  static Story called(String words) {
    return of(words, by -> CalledCommand.call(by.machine(), words));
  }

  /** An operation returns a refusal by findings, which the command line tells like a problem. */
  static void told(Object result) {
    if (result instanceof RequestOperation.Result.Refused
        || result instanceof RemapOperation.Result.Refused
        || result instanceof ApplyOperation.Result.Refused
        || (result instanceof Attempt<?> attempt && attempt.refused())
        || (result instanceof SettingOperation.Planned planned && planned.refused())) {
      throw Problem.refused("findings block the request", "see the findings");
    }
  }

  /** The same with another name. */
  Story named(String other) {
    return new Story(
        other, here, there, past, performed, partly, instead, ending, recovery, untold);
  }

  /** The same with more on the host. */
  Story with(Consumer<GuideHost> more) {
    return new Story(
        name,
        here.andThen(more),
        there,
        past,
        performed,
        partly,
        instead,
        ending,
        recovery,
        untold);
  }

  /** The same with another host. */
  Story withOther(Consumer<GuideHost> other) {
    return new Story(
        name, here, Optional.of(other), past, performed, partly, instead, ending, recovery, untold);
  }

  /** The same after something that happened on the hosts. */
  Story after(Consumer<Scene> before) {
    return new Story(
        name,
        here,
        there,
        past.andThen(before),
        performed,
        partly,
        instead,
        ending,
        recovery,
        untold);
  }

  /** The same with another ending. */
  Story ending(Ending other) {
    return new Story(name, here, there, past, performed, partly, instead, other, recovery, untold);
  }

  /** The same, which is recovered in another way. */
  Story recoveredBy(Consumer<Scene> other) {
    return new Story(name, here, there, past, performed, partly, instead, ending, other, untold);
  }

  /**
   * The same without comparing some of what is on the hosts.
   *
   * @param names a regular expression
   */
  Story without(String names) {
    return new Story(
        name,
        here,
        there,
        past,
        performed,
        partly,
        instead,
        ending,
        recovery,
        untold + "|" + names);
  }

  /** The same, whose result is something that other operations do not tell, too. */
  Story telling(String what) {
    return new Story(
        name,
        here,
        there,
        past,
        performed,
        partly,
        instead,
        ending,
        recovery,
        untold.replace(what, "-"));
  }

  /** The same, which can stay half done. */
  Story orOnly(Consumer<Submission> part) {
    List<Consumer<Submission>> more = new ArrayList<>(partly);
    more.add(part);
    return new Story(name, here, there, past, performed, more, instead, ending, recovery, untold);
  }

  /** The same, which can do something else that is as good. */
  Story orInstead(Consumer<Submission> other) {
    List<Consumer<Submission>> more = new ArrayList<>(instead);
    more.add(other);
    return new Story(name, here, there, past, performed, partly, more, ending, recovery, untold);
  }

  /**
   * The recovery of this operation, whose process was killed at one of its changes.
   *
   * @param part how much of its changes were made, from 0 to 1
   */
  Story killed(double part) {
    return called("recover")
        .named("recover: %s, killed at %.1f".formatted(name, part))
        .onHostsOf(this)
        .after(scene -> kill(scene, part))
        .ending(Ending.FORWARD);
  }

  /** The same after a power cut. */
  Story powerCut(double part) {
    Story killed = killed(part);
    return killed.named(killed.name + ", after a power cut").after(Scene::reboot);
  }

  /** The end of this operation as it is, whose process was killed at one of its changes. */
  Story leftAsItIs(double part) {
    return called("recover --as-is")
        .named("recover --as-is: %s, killed at %.1f".formatted(name, part))
        .onHostsOf(this)
        .after(scene -> kill(scene, part))
        .ending(Ending.FORWARD)
        .recoveredBy(Scene::leaveAsItIs)
        .telling(Scene.OPEN);
  }

  /** This operation on the hosts of another story. */
  Story onHostsOf(Story other) {
    return new Story(
        name,
        other.here,
        other.there,
        other.past.andThen(past),
        performed,
        partly,
        instead,
        ending,
        recovery,
        other.untold);
  }

  /** Kills this operation at one of its changes. */
  private void kill(Scene scene, double part) {
    ActingHost whole = scene().machine();
    performed.accept(Scene.former(whole));
    ActingHost killed = scene.machine().killedAt(1 + (int) (part * (whole.changes() - 1)));
    try {
      performed.accept(Scene.former(killed));
    } catch (RuntimeException | Error end) {
      if (!killed.wasKilled()) {
        throw end;
      }
    }
  }

  /** Fresh hosts. */
  Scene scene() {
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    here.accept(host);
    Scene scene =
        new Scene(
            host,
            there.map(make -> {
              GuideHost other = new GuideHost().put("proc/sys/kernel/random/boot_id", "77aa\n");
              make.accept(other);
              return other;
            }),
            untold);
    past.accept(scene);
    return scene;
  }

  @Override
  public String toString() {
    return name;
  }
}
