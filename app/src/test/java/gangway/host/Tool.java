package gangway.host;

import gangway.machine.Command;

/** A program of the host, as it acts. */
@FunctionalInterface
interface Tool {
  /**
   * Whether it succeeded.
   *
   * @throws Undeclared if it is not known here what the command does
   */
  boolean does(Command command, Attendance attendance);
}
