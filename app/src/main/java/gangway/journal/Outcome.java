package gangway.journal;

/** How a run ended. */
public enum Outcome {
  /** All that was asked for is so, and was seen. */
  DONE("done"),
  /** It failed or was stopped, and everything is as it was. */
  UNDONE("undone"),
  /** Not everything could be undone, and an operator chose to leave it so. */
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
