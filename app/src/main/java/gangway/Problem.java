package gangway;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reason that stops a command, for the administrator: the blocker, its evidence, and the fix.
 *
 * <p>Nothing was changed when a problem of kind {@link Kind#USAGE} or {@link Kind#REFUSED} is
 * thrown.
 */
public final class Problem extends RuntimeException {
  /** The effect of a problem on the machine; the command line derives its exit code from it. */
  public enum Kind {
    /** The request is malformed, or names something that does not exist. */
    USAGE,
    /** The request was refused before anything was changed. */
    REFUSED,
    /** An action failed, and all changes were undone. */
    FAILED,
    /** An action failed, and not all changes could be undone. */
    INCONSISTENT
  }

  /** Reasons that programs recognize, and that pass without a change of the request. */
  public enum Reason {
    /** Another operation in progress has claimed what this one would change. */
    BUSY,
    /** An interrupted operation has not finished changing what this one would change. */
    INTERRUPTED,
    /** The journal cannot be written, for example because the disk is full. */
    JOURNAL_UNWRITABLE
  }

  /** What to do if the state of the host is not known. */
  private static final String CHECK =
      "run 'gangway recover', then check the host with 'gangway doctor'; please report this problem"
          + " with these lines";

  /** The number of stack frames in a report. */
  private static final int FRAMES = 6;

  private final Kind kind;
  private final String blocker;
  private final List<String> evidence;
  private final String remedy;
  private final boolean byTool;
  private final Optional<Reason> reason;

  private Problem(Kind kind, String blocker, List<String> evidence, String remedy) {
    this(kind, blocker, evidence, remedy, false, Optional.empty());
  }

  private Problem(
      Kind kind,
      String blocker,
      List<String> evidence,
      String remedy,
      boolean byTool,
      Optional<Reason> reason) {
    List<String> facts = List.copyOf(Excerpt.of(evidence.iterator()));
    super(
        Stream.concat(
                Stream.of(blocker),
                Stream.concat(facts.stream(), Stream.of(remedy).filter(way -> !way.isEmpty())))
            .collect(Collectors.joining("\n  ")));
    this.kind = kind;
    this.blocker = blocker;
    this.evidence = facts;
    this.remedy = remedy;
    this.byTool = byTool;
    this.reason = reason;
  }

  public static Problem usage(String blocker, String remedy, String... evidence) {
    return new Problem(Kind.USAGE, blocker, List.of(evidence), remedy);
  }

  public static Problem refused(String blocker, String remedy, String... evidence) {
    return new Problem(Kind.REFUSED, blocker, List.of(evidence), remedy);
  }

  /** A refusal for a reason that programs recognize. */
  public static Problem refused(Reason reason, String blocker, String remedy, String... evidence) {
    return new Problem(
        Kind.REFUSED, blocker, List.of(evidence), remedy, false, Optional.of(reason));
  }

  public static Problem failed(String blocker, String remedy, String... evidence) {
    return new Problem(Kind.FAILED, blocker, List.of(evidence), remedy);
  }

  /** A tool ended, and reported that it failed. */
  public static Problem failedByTool(String blocker, String remedy, String... evidence) {
    return new Problem(Kind.FAILED, blocker, List.of(evidence), remedy, true, Optional.empty());
  }

  public static Problem inconsistent(String blocker, String remedy, List<String> evidence) {
    return new Problem(Kind.INCONSISTENT, blocker, evidence, remedy);
  }

  /** A bug in the program, found before anything was changed or after all changes were undone. */
  public static Problem fault(Throwable fault) {
    return of(fault, Kind.FAILED);
  }

  /** A bug in the program, found when something may have been changed and not undone. */
  public static Problem faultInTheMiddle(Throwable fault) {
    return of(fault, Kind.INCONSISTENT);
  }

  private static Problem of(Throwable fault, Kind kind) {
    if (fault instanceof OutOfMemoryError) {
      return new Problem(
          kind,
          "gangway has not enough memory for this host",
          List.of(),
          kind == Kind.INCONSISTENT
              ? CHECK
              : "please report this, with the host's number of PCI functions and guests");
    }
    List<String> evidence =
        Stream.concat(
                Stream.of(fault.toString()),
                Stream.of(fault.getStackTrace()).limit(FRAMES).map(frame -> "at " + frame))
            .toList();
    return new Problem(
        kind,
        "a fault of gangway itself",
        evidence,
        kind == Kind.INCONSISTENT ? CHECK : "please report it with these lines");
  }

  /** The problem, or the fault as a problem of kind FAILED. */
  public static Problem because(Throwable fault) {
    return fault instanceof Problem problem ? problem : fault(fault);
  }

  public Kind kind() {
    return kind;
  }

  /** The reason, if programs recognize it. */
  public Optional<Reason> reason() {
    return reason;
  }

  /**
   * Whether a tool ended and reported the failure. If not, it is unknown what the tool has done:
   * its time was up, or the program failed while the tool ran.
   */
  public boolean byTool() {
    return byTool;
  }

  /** What prevents the request, in one sentence. */
  public String blocker() {
    return blocker;
  }

  /** The facts, one line each, from the cause to the effect. */
  public List<String> evidence() {
    return evidence;
  }

  /** The blocker, then the facts: one line each. */
  public List<String> lines() {
    return Stream.concat(Stream.of(blocker), evidence.stream()).toList();
  }

  /** The fix, in one sentence or command. */
  public String remedy() {
    return remedy;
  }
}
