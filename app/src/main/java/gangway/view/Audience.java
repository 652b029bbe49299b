package gangway.view;

/** Who reads a view. Only root can read the journal, because commands can contain passwords. */
public enum Audience {
  /** Root, and users to whom root has given the same rights. */
  ROOT,
  /** Every user. */
  EVERYONE
}
