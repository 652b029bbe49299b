package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the hosts of a story can be like afterwards.
 *
 * @param before as before the operation
 * @param complete as after it, or after something else that is as good
 * @param partly as after a part of it that is a result of its own
 * @param calls its calls when nothing fails
 * @param texts what each of these calls says
 */
record Results(
    Story story,
    SortedMap<String, String> before,
    List<SortedMap<String, String>> complete,
    List<SortedMap<String, String>> partly,
    List<CallFault.Call> calls,
    List<String> texts) {

  static Results of(Story story) {
    Scene scene = story.scene().settled();
    SortedMap<String, String> before = scene.everything();
    boolean open = scene.open();
    ActingHost counting = scene.machine();
    assertThat(scene.performed(story.performed(), counting))
        .as("%s without a failure", story)
        .isEmpty();
    SortedMap<String, String> after = scene.everything();
    assertThat(before.equals(after) && !open).as(story + " changes nothing").isFalse();
    StoryEnd end = story.end();
    return new Results(
        story,
        before,
        Stream.of(
                Stream.of(after),
                end.instead().stream().map(other -> after(story, other)),
                end.undone().stream().map(hosts -> hosts.get().settled().everything()))
            .flatMap(states -> states)
            .toList(),
        end.partly().stream().map(part -> after(story, part)).toList(),
        counting.calls(),
        counting.texts());
  }

  private static SortedMap<String, String> after(Story story, Consumer<Submission> part) {
    Scene scene = story.scene().settled();
    assertThat(scene.performed(part, scene.machine())).isEmpty();
    return scene.everything();
  }

  /** What is wrong after an operation, and after its recovery; nothing if all is right. */
  Optional<String> wrong(Scene scene, Optional<Problem> failed) {
    SortedMap<String, String> now = scene.everything();
    boolean open = scene.open();
    Optional<Problem.Kind> kind = failed.map(Problem::kind);
    boolean inconsistent = kind.equals(Optional.of(Problem.Kind.INCONSISTENT));
    if (kind.isEmpty() && !complete.contains(now)) {
      return Optional.of(
          "the exit code claims success, but " + Scene.differences(complete.getFirst(), now));
    }
    if (kind.isPresent() && !inconsistent && !unchanged(now)) {
      return Optional.of(
          "the exit code claims that nothing has changed, but " + Scene.differences(before, now));
    }
    if (inconsistent && now.equals(before) && !open) {
      return Optional.of("the exit code claims a change, but nothing has changed");
    }
    try {
      story.recovery().accept(scene);
    } catch (RuntimeException | Error fault) {
      return Optional.of("told " + kind + ", not recovered: " + fault);
    }
    // a recovery without an operation changes nothing
    SortedMap<String, String> recovered = open ? scene.everything() : now;
    return whole(recovered, kind)
        ? Optional.empty()
        : Optional.of(
            "told %s, then recovered, but %s"
                .formatted(
                    kind,
                    Scene.differences(
                        story.end().kind() == StoryEnd.Kind.FORWARD ? complete.getFirst() : before,
                        recovered)));
  }

  /** Whether the host may be so after an operation that claims to have changed nothing. */
  private boolean unchanged(SortedMap<String, String> now) {
    return now.equals(before)
        || switch (story.end().kind()) {
          case WHOLE -> false;
          case FORWARD -> complete.contains(now);
          case PARTS -> complete.contains(now) || partly.contains(now);
        };
  }

  private boolean whole(SortedMap<String, String> recovered, Optional<Problem.Kind> kind) {
    boolean inconsistent = kind.equals(Optional.of(Problem.Kind.INCONSISTENT));
    return switch (story.end().kind()) {
      case FORWARD -> complete.contains(recovered);
      case WHOLE ->
          recovered.equals(before)
              ? kind.isPresent()
              : complete.contains(recovered)
                  ? kind.isEmpty() || inconsistent
                  : inconsistent && partly.contains(recovered);
      case PARTS ->
          complete.contains(recovered)
              || (kind.isPresent() && (recovered.equals(before) || partly.contains(recovered)));
    };
  }
}
