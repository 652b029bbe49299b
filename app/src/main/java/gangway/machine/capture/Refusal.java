package gangway.machine.capture;

import gangway.Problem;

/** The reason why the machine refused to answer. */
record Refusal(String blocker, String remedy) {

  static Refusal of(Problem problem) {
    return new Refusal(problem.blocker(), problem.remedy());
  }

  /** The problem again, for the reader of the capture. */
  Problem again() {
    return Problem.refused(blocker, remedy, "recorded when the capture was taken");
  }
}
