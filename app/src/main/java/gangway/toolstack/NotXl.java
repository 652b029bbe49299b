package gangway.toolstack;

/** Thrown for a text that xl refuses; the message gives the reason. */
final class NotXl extends Exception {
  NotXl(String why) {
    super(why);
  }
}
