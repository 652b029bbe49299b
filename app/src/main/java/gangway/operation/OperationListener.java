package gangway.operation;

import gangway.check.Verdict;
import gangway.plan.Progress;

/** Receives the events of an operation, in the thread that carries it out. */
public interface OperationListener extends Progress {

  /** The request was checked. Nothing was changed yet. */
  void checked(Verdict verdict);
}
