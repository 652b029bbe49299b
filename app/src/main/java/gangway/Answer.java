package gangway;

/** What is known of something that is so or is not. */
public enum Answer {
  YES,
  NO,
  /** Not told, or it could not be asked. */
  UNKNOWN;

  public static Answer of(boolean yes) {
    return yes ? YES : NO;
  }
}
