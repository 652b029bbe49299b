package gangway.attack;

/** The parties that Gangway does not trust, in the order of docs/security.md. */
public enum Party {
  /** The kernel and the root user of a guest. */
  GUEST("a guest"),
  /** A user of dom0 other than root. */
  LOCAL_USER("a local user of dom0"),
  /** A host to which guests are migrated. */
  OTHER_HOST("another host"),
  /** The author of a file that root reads with Gangway. */
  FILE("the author of a file");

  private final String title;

  Party(String title) {
    this.title = title;
  }

  /** The name in docs/security.md. */
  String title() {
    return title;
  }
}
