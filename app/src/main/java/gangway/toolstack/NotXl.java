package gangway.toolstack;

/** Thrown where xl refuses a text; says why, in words for people. */
final class NotXl extends Exception {
  NotXl(String why) {
    super(why);
  }
}
