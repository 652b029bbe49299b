package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * What the hosts of a story can be like afterwards.
 *
 * @param before as before the operation
 * @param after as after it
 * @param partly as after a part of it that is a result of its own
 * @param calls its calls when nothing fails
 * @param onlyForward whether recovery must bring the state after the operation
 */
record Results(
    SortedMap<String, String> before,
    SortedMap<String, String> after,
    List<SortedMap<String, String>> partly,
    List<CallFault.Call> calls,
    boolean onlyForward) {

  static Results of(Story story) {
    Scene scene = story.scene().settled();
    SortedMap<String, String> before = scene.everything();
    ActingHost counting = scene.machine();
    assertThat(scene.performed(story.performed(), counting)).as("without a failure").isEmpty();
    SortedMap<String, String> after = scene.everything();
    assertThat(Scene.differences(before, after)).isNotEmpty();
    assertThat(counting.acts()).isNotEmpty();
    return new Results(
        before,
        after,
        story.partly().stream().map(part -> after(story, part)).toList(),
        counting.calls(),
        story.onlyForward());
  }

  private static SortedMap<String, String> after(Story story, Consumer<Submission> part) {
    Scene scene = story.scene().settled();
    assertThat(scene.performed(part, scene.machine())).isEmpty();
    return scene.everything();
  }

  /** What is wrong after an operation, and after its recovery; nothing if all is right. */
  Optional<String> wrong(Scene scene, Optional<Problem.Kind> failed) {
    SortedMap<String, String> now = scene.everything();
    boolean open = scene.open();
    if (failed.isEmpty() && !now.equals(after)) {
      return Optional.of("the exit code claims success, but " + Scene.differences(after, now));
    }
    if (failed.isPresent() && failed.get() != Problem.Kind.INCONSISTENT && !now.equals(before)) {
      return Optional.of(
          "the exit code claims that nothing has changed, but " + Scene.differences(before, now));
    }
    if (failed.equals(Optional.of(Problem.Kind.INCONSISTENT)) && now.equals(before) && !open) {
      return Optional.of("the exit code claims a change, but nothing has changed");
    }
    try {
      scene.recover();
    } catch (RuntimeException | Error fault) {
      return Optional.of("told " + failed + ", not recovered: " + fault);
    }
    SortedMap<String, String> recovered = scene.everything();
    if (onlyForward) {
      return recovered.equals(after)
          ? Optional.empty()
          : Optional.of(
              "told %s, recovered, but %s".formatted(failed, Scene.differences(after, recovered)));
    }
    boolean whole =
        recovered.equals(before)
            ? failed.isPresent()
            : recovered.equals(after)
                ? failed.isEmpty() || failed.get() == Problem.Kind.INCONSISTENT
                : failed.equals(Optional.of(Problem.Kind.INCONSISTENT))
                    && partly.contains(recovered);
    return whole
        ? Optional.empty()
        : Optional.of(
            "told %s, then recovered, but %s"
                .formatted(failed, Scene.differences(before, recovered)));
  }
}
