package gangway.toolstack;

import static java.util.stream.Collectors.joining;

import gangway.machine.Command;
import gangway.pci.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    @Override
    public Command unpause(Domain guest) {
      return Command.of("xl", "unpause", id(guest));
    }

    @Override
    public Command restore(Path image) {
      return Command.of("xl", "restore", image.toString()).within(LONG);
    }

    @Override
    public Command start(NewGuest guest) {
      return Command.of("xl", "create", "-q", guest.file().toString()).within(STARTING);
    }

    @Override
    public Command end(NewGuest guest) {
      return Command.of("xl", "destroy", guest.name());
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

    @Override
    public Command unpause(Domain guest) {
      return virsh("resume", id(guest));
    }

    @Override
    public Command restore(Path image) {
      return virsh("restore", image.toString()).within(LONG);
    }

    @Override
    public Command start(NewGuest guest) {
      return virsh("start", guest.name()).within(STARTING);
    }

    @Override
    public Command end(NewGuest guest) {
      return virsh("destroy", guest.name());
    }
  };

  /** For all of a guest's memory, over a slow disk. */
  public static final Duration LONG = Duration.ofHours(1);

  /** For a guest's memory to be given back by others, and its disks to be made ready. */
  private static final Duration STARTING = Duration.ofMinutes(5);

  /** The command that gives a running guest a function. */
  public abstract Command attach(Domain guest, Address function);

  /** The command that takes a function from a running guest. */
  public abstract Command detach(Domain guest, Address function);

  /** The command that tells a guest to shut itself down, and does not wait for that. */
  public abstract Command shutdown(Domain guest);

  /** The command that lets a guest go on that is paused. */
  public abstract Command unpause(Domain guest);

  /** The command that makes a guest of the state in a file. */
  public abstract Command restore(Path image);

  /** The command that starts a new guest from its definition. */
  public abstract Command start(NewGuest guest);

  /** The command that ends a new guest at once. */
  public abstract Command end(NewGuest guest);

  /** The command that has xl write a guest's state to a file, and leave the guest paused. */
  public static Command xlSave(Domain guest, Path image) {
    return Command.of("xl", "save", "-p", id(guest), image.toString()).within(LONG);
  }

  /** The command that has xl end a guest at once. */
  public static Command xlDestroy(Domain guest) {
    return Command.of("xl", "destroy", id(guest));
  }

  /** The command that has xl move a guest to another host while it runs. */
  public static Command xlMigrate(Domain guest, String host) {
    return Command.of("xl", "migrate", id(guest), host).within(LONG);
  }

  /**
   * The command that has xl make a guest of its definition.
   *
   * @param further what it is to have beside what that names: xl reads such a word as one more line
   */
  public static Command xlCreate(Path definition, List<Address> further) {
    List<String> words = new ArrayList<>(List.of("xl", "create", "-q", definition.toString()));
    if (!further.isEmpty()) {
      words.add(further.stream().map("\"%s\""::formatted).collect(joining(",", "pci+=[", "]")));
    }
    return Command.of(words.toArray(String[]::new)).within(LONG);
  }

  /** The command that has libvirt write a guest's state to a file, and end the guest. */
  public static Command virshSave(Domain guest, Path image) {
    return virsh("save", id(guest), image.toString()).within(LONG);
  }

  /** The command that makes libvirt keep another definition of a guest. */
  public static Command define(Definition.LibvirtXml definition) {
    return virsh("define", "/dev/stdin").withInput(definition.text());
  }

  /** The command that makes libvirt forget a new guest, which does not run. */
  public static Command undefine(NewGuest guest) {
    return virsh("undefine", guest.name());
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
    return this == XL ? "xl" : "libvirt";
  }
}
