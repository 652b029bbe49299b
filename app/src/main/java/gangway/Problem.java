package gangway;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stops a command, told as an administrator needs it: the blocker, the evidence for it, and
 * the way out.
 *
 * <p>Nothing was changed when a problem of kind {@link Kind#USAGE} or {@link Kind#REFUSED} is
 * thrown.
 */
public final class Problem extends RuntimeException {
  /** What a problem means for the machine; the command line turns it into its exit code. */
  public enum Kind {
    /** The request could not be understood, or names what is not there. */
    USAGE,
    /** The request was understood and refused before anything was changed. */
    REFUSED,
    /** Something failed on the way; what had been changed was undone. */
    FAILED,
    /** Something failed and not all of it could be undone. */
    INCONSISTENT
  }

  /** How much of a stack a report needs. */
  private static final int FRAMES = 6;

  private final Kind kind;
  private final String blocker;
  private final List<String> evidence;
  private final String wayOut;

  private Problem(Kind kind, String blocker, List<String> evidence, String wayOut) {
    super(
        Stream.concat(
                Stream.of(blocker),
                Stream.concat(evidence.stream(), Stream.of(wayOut).filter(way -> !way.isEmpty())))
            .collect(Collectors.joining("\n  ")));
    this.kind = kind;
    this.blocker = blocker;
    this.evidence = List.copyOf(evidence);
    this.wayOut = wayOut;
  }

  public static Problem usage(String blocker, String wayOut, String... evidence) {
    return new Problem(Kind.USAGE, blocker, List.of(evidence), wayOut);
  }

  public static Problem refused(String blocker, String wayOut, String... evidence) {
    return new Problem(Kind.REFUSED, blocker, List.of(evidence), wayOut);
  }

  public static Problem failed(String blocker, String wayOut, String... evidence) {
    return new Problem(Kind.FAILED, blocker, List.of(evidence), wayOut);
  }

  public static Problem inconsistent(String blocker, String wayOut, List<String> evidence) {
    return new Problem(Kind.INCONSISTENT, blocker, evidence, wayOut);
  }

  /** A fault of the program itself, met before anything was changed or after it was undone. */
  public static Problem fault(Throwable fault) {
    List<String> evidence =
        Stream.concat(
                Stream.of(fault.toString()),
                Stream.of(fault.getStackTrace()).limit(FRAMES).map(frame -> "at " + frame))
            .toList();
    return new Problem(
        Kind.FAILED, "a fault of gangway itself", evidence, "please report it with these lines");
  }

  public Kind kind() {
    return kind;
  }

  /** What is in the way, in one sentence. */
  public String blocker() {
    return blocker;
  }

  /** What was seen, a line each, from the cause to the effect. */
  public List<String> evidence() {
    return evidence;
  }

  /** What to do about it, in one sentence or command. */
  public String wayOut() {
    return wayOut;
  }
}
