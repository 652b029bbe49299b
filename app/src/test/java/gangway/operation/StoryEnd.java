package gangway.operation;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What an operation may leave after a failure and its recovery.
 *
 * @param partly does a part of it that is a result of its own
 * @param instead does something else that is a complete result
 * @param undone the hosts if a recovery undoes the operation instead of completing it
 */
record StoryEnd(
    Kind kind,
    List<Consumer<Submission>> partly,
    List<Consumer<Submission>> instead,
    List<Supplier<Scene>> undone) {
  static final StoryEnd WHOLE = new StoryEnd(Kind.WHOLE, List.of(), List.of(), List.of());

  /** How much may be left. */
  enum Kind {
    /** The state before or after; a part that is a result of its own is told by exit code 4. */
    WHOLE,
    /** The state after: the operation is a recovery itself. */
    FORWARD,
    /** Parts that do not depend on each other: the exit code is that of the worst part. */
    PARTS
  }

  StoryEnd {
    partly = List.copyOf(partly);
    instead = List.copyOf(instead);
    undone = List.copyOf(undone);
  }

  StoryEnd kind(Kind other) {
    return new StoryEnd(other, partly, instead, undone);
  }

  StoryEnd orOnly(Consumer<Submission> part) {
    return new StoryEnd(kind, more(partly, part), instead, undone);
  }

  StoryEnd orInstead(Consumer<Submission> other) {
    return new StoryEnd(kind, partly, more(instead, other), undone);
  }

  StoryEnd orUndone(Supplier<Scene> hosts) {
    return new StoryEnd(kind, partly, instead, more(undone, hosts));
  }

  private static <T> List<T> more(List<T> some, T another) {
    return Stream.concat(some.stream(), Stream.of(another)).toList();
  }
}
