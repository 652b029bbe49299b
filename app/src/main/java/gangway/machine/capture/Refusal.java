package gangway.machine.capture;

import gangway.Problem;

/** A question that the machine refused to answer. */
record Refusal(String blocker, String wayOut) {

  static Refusal of(Problem problem) {
    return new Refusal(problem.blocker(), problem.wayOut());
  }

  /** The problem, met again. */
  Problem again() {
    return Problem.refused(blocker, wayOut, "so it was when the capture was taken");
  }
}
