package gangway.xen.toolstack;

import gangway.machine.Command;
import gangway.pci.PciAddress;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domain;
import java.nio.file.Path;

/** The commands of a toolstack for its guests. */
public sealed interface GuestCommands permits Xl, Virsh {
  /** The commands of a toolstack. */
  static GuestCommands of(Toolstack toolstack) {
    return switch (toolstack) {
      case XL -> new Xl();
      case LIBVIRT -> new Virsh();
      case XAPI -> throw Toolstack.notOfXapi();
    };
  }

  /** The command that attaches a function to a running guest. */
  Command attach(Domain guest, PciAddress function);

  /** The command that detaches a function from a running guest. */
  Command detach(Domain guest, PciAddress function);

  /** The command that asks a guest to shut down, without waiting. */
  Command shutdown(Domain guest);

  /** The command that unpauses a guest. */
  Command unpause(Domain guest);

  /** The command that restores a guest from a file. */
  Command restore(Path image);

  /** The command that destroys a new guest. */
  Command end(NewGuest guest);
}
