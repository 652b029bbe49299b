package gangway.toolstack;

import gangway.machine.Command;
import gangway.pci.Address;
import java.nio.file.Path;
import java.time.Duration;

/** What a toolstack is told to do with its guests. */
public sealed interface GuestCommands permits Xl, Virsh {
  /** For all of a guest's memory, over a slow disk. */
  Duration LONG = Duration.ofHours(1);

  /** For a guest's memory to be given back by others, and its disks to be made ready. */
  Duration STARTING = Duration.ofMinutes(5);

  /** The commands of a toolstack. */
  static GuestCommands of(Toolstack toolstack) {
    return switch (toolstack) {
      case XL -> new Xl();
      case VIRSH -> new Virsh();
    };
  }

  /** The command that gives a running guest a function. */
  Command attach(Domain guest, Address function);

  /** The command that takes a function from a running guest. */
  Command detach(Domain guest, Address function);

  /** The command that tells a guest to shut itself down, and does not wait for that. */
  Command shutdown(Domain guest);

  /** The command that lets a guest go on that is paused. */
  Command unpause(Domain guest);

  /** The command that makes a guest of the state in a file. */
  Command restore(Path image);

  /** The command that starts a new guest from its definition. */
  Command start(NewGuest guest);

  /** The command that ends a new guest at once. */
  Command end(NewGuest guest);
}
