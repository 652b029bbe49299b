package gangway.lab;

/** Receives the progress of the lab. */
public interface Report {
  /** A long action begins. */
  void begins(String what);

  /** A line about the progress of the action. */
  void detail(String line);
}
