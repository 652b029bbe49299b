package gangway.operation;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.function.Consumer;

/**
 * An operation on hosts that are made for it.
 *
 * @param name begins with the command, and has the options of which this story is
 * @param performed submits the operation
 * @param recovery recovers, as another process
 */
record Story(
    String name,
    StoryHosts hosts,
    Consumer<Submission> performed,
    StoryEnd end,
    Consumer<Scene> recovery) {

  static Story of(String name, Consumer<Submission> performed) {
    return new Story(name, StoryHosts.PLAIN, performed, StoryEnd.WHOLE, Scene::recover);
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
    return new Story(other, hosts, performed, end, recovery);
  }

  private Story on(StoryHosts other) {
    return new Story(name, other, performed, end, recovery);
  }

  private Story ending(StoryEnd other) {
    return new Story(name, hosts, performed, other, recovery);
  }

  /** The same with more on the host. */
  Story with(Consumer<GuideHost> more) {
    return on(hosts.with(more));
  }

  /** The same with another host. */
  Story withOther(Consumer<GuideHost> other) {
    return on(hosts.withOther(other));
  }

  /** The same after something that happened on the hosts. */
  Story after(Consumer<Scene> before) {
    return on(hosts.after(before));
  }

  /**
   * The same without comparing some of what is on the hosts: it does no harm, and stays on purpose.
   *
   * @param names a regular expression
   */
  Story without(String names) {
    return on(hosts.untold(hosts.untold() + "|" + names));
  }

  /** The same, whose result is something that other operations do not tell, too. */
  Story telling(String what) {
    return on(hosts.untold(hosts.untold().replace(what, "-")));
  }

  /** The same with another ending. */
  Story ending(StoryEnd.Kind other) {
    return ending(end.kind(other));
  }

  /** The same, which can stay half done. */
  Story orOnly(Consumer<Submission> part) {
    return ending(end.orOnly(part));
  }

  /** The same, which can do something else that is as good. */
  Story orInstead(Consumer<Submission> other) {
    return ending(end.orInstead(other));
  }

  /**
   * The recovery of this operation, whose process was killed at one of its changes.
   *
   * @param part how much of its changes were made, from 0 to 1
   */
  Story killed(double part) {
    return called("recover")
        .named("recover: %s, killed at %.1f".formatted(name, part))
        .on(hosts.after(scene -> kill(scene, part)))
        .ending(StoryEnd.WHOLE.kind(StoryEnd.Kind.FORWARD).orUndone(this::scene));
  }

  /** The same after a power cut. */
  Story powerCut(double part) {
    Story killed = killed(part);
    return killed
        .named(killed.name + ", after a power cut")
        .after(Scene::reboot)
        .ending(killed.end.orUndone(on(hosts.after(Scene::reboot))::scene));
  }

  /** The end of this operation as it is, whose process was killed at one of its changes. */
  Story leftAsItIs(double part) {
    Story killed = killed(part);
    return new Story(
            "recover --as-is: %s, killed at %.1f".formatted(name, part),
            killed.hosts,
            called("recover --as-is").performed,
            StoryEnd.WHOLE.kind(StoryEnd.Kind.FORWARD),
            Scene::leaveAsItIs)
        .telling(Scene.OPEN);
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
    return hosts.scene();
  }

  @Override
  public String toString() {
    return name;
  }
}
