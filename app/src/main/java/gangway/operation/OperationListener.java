package gangway.operation;

import gangway.check.Judgement;
import gangway.plan.Progress;

/** Receives the events of an operation, in the thread that carries it out. */
public interface OperationListener extends Progress {

  /**
   * The operation is in the journal and has claimed what it may change. Nothing was observed yet.
   *
   * @param operation its id
   */
  default void started(String operation) {}

  /** The request was checked. Nothing was changed yet. */
  void checked(Judgement judgement);
}
