package gangway.journal;

/** How an operation ended. */
public enum Outcome {
  /** The result is as requested, and was verified. */
  DONE("done"),
  /** The operation failed or was interrupted, and everything is as it was before. */
  UNDONE("undone"),
  /** Not everything could be undone, and an operator chose to keep the host as it is. */
  LEFT("left as it is");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
