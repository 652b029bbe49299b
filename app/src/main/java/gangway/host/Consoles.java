package gangway.host;

import gangway.machine.Machine;

/** What a person sees dom0 on and types to it with. */
public record Consoles() {

  static Consoles read(Machine machine) {
    return new Consoles();
  }
}
