package gangway.host;

import gangway.machine.Machine;

/** What functions share with one another: interrupt lines, pages of memory. */
public record Sharing() {

  static Sharing read(Machine machine) {
    return new Sharing();
  }
}
