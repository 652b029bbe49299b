package gangway.toolstack;

import gangway.machine.Command;
import gangway.pci.Address;
import java.util.Locale;

/** What manages a guest, and is asked to act on it. */
public enum Toolstack {
  /** Xen's own. */
  XL {
    @Override
    public Command attach(Domain guest, Address function) {
      return Command.of("xl", "pci-attach", id(guest), function.toString());
    }

    @Override
    public Command detach(Domain guest, Address function) {
      return Command.of("xl", "pci-detach", id(guest), function.toString());
    }

    @Override
    public Command shutdown(Domain guest) {
      return Command.of("xl", "shutdown", id(guest));
    }
  },

  /** libvirt, through virsh. */
  VIRSH {
    @Override
    public Command attach(Domain guest, Address function) {
      return virsh("attach-device", id(guest), "/dev/stdin", "--live")
          .withInput(DomainXml.hostdev(function));
    }

    @Override
    public Command detach(Domain guest, Address function) {
      return virsh("detach-device", id(guest), "/dev/stdin", "--live")
          .withInput(DomainXml.hostdev(function));
    }

    @Override
    public Command shutdown(Domain guest) {
      return virsh("shutdown", id(guest));
    }
  };

  /** The command that gives a running guest a function. */
  public abstract Command attach(Domain guest, Address function);

  /** The command that takes a function from a running guest. */
  public abstract Command detach(Domain guest, Address function);

  /** The command that tells a guest to shut itself down, and does not wait for that. */
  public abstract Command shutdown(Domain guest);

  /** The command that makes libvirt keep another definition of a guest. */
  public static Command define(Definition.LibvirtXml definition) {
    return virsh("define", "/dev/stdin").withInput(definition.text());
  }

  /** A guest's number: names may look like options. */
  private static String id(Domain guest) {
    return Integer.toString(guest.domid());
  }

  private static Command virsh(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(new String[] {"virsh", "-q", "-c", "xen:///system"}, 0, all, 0, 4);
    System.arraycopy(words, 0, all, 4, words.length);
    return Command.of(all);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
