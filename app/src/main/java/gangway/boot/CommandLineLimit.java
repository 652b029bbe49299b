package gangway.boot;

import gangway.Problem;

/** The maximum length of the command line of dom0's kernel. */
final class CommandLineLimit {
  /** Xen cuts the command line of a PV dom0 there without a message (MAX_GUEST_CMDLINE). */
  private static final int MAX_CHARACTERS = 1023;

  private CommandLineLimit() {}

  /**
   * Refuses a list with which the command line would be too long; a shorter list than the present
   * one is never refused.
   */
  static void refuseTooLong(int now, int then) {
    if (then > MAX_CHARACTERS && then > now) {
      throw Problem.refused(
          "with this list, the command line of dom0's kernel would be too long, and Xen would cut"
              + " it off without a message",
          "write whole devices (0000:09:00.*) or buses (0000:09:*.*) into the list by hand, remove"
              + " other parameters, or add --now to hide only on the running host",
          "length: %d characters; allowed: %d".formatted(then, MAX_CHARACTERS));
    }
  }
}
