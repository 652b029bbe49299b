package gangway.operation;

import gangway.host.GuideHost;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The hosts of a story.
 *
 * @param here makes the host out of a plain one
 * @param there makes another host, which is reached as "there", out of a plain one
 * @param past what happened on the hosts before
 * @param untold what is not compared, a regular expression of names
 */
record StoryHosts(
    Consumer<GuideHost> here,
    Optional<Consumer<GuideHost>> there,
    Consumer<Scene> past,
    String untold) {
  static final StoryHosts PLAIN =
      new StoryHosts(_ -> {}, Optional.empty(), _ -> {}, Scene.RECORD + "|" + Scene.OPEN);

  /** The same with more on the host. */
  StoryHosts with(Consumer<GuideHost> more) {
    return new StoryHosts(here.andThen(more), there, past, untold);
  }

  /** The same with another host. */
  StoryHosts withOther(Consumer<GuideHost> other) {
    return new StoryHosts(here, Optional.of(other), past, untold);
  }

  /** The same after something else that happened. */
  StoryHosts after(Consumer<Scene> before) {
    return new StoryHosts(here, there, past.andThen(before), untold);
  }

  /** The same with other names that are not compared. */
  StoryHosts untold(String names) {
    return new StoryHosts(here, there, past, names);
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
}
