package gangway.xen.definition.xl;

/** Thrown for a text that xl refuses; the message gives the reason. */
public final class NotXl extends Exception {
  public NotXl(String why) {
    super(why);
  }
}
