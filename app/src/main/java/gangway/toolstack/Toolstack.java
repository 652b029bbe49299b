package gangway.toolstack;

import static java.util.stream.Collectors.joining;

import gangway.machine.Command;
import gangway.pci.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tool that manages a guest, and its commands. */
public enum Toolstack {
  /** Xen's own tool. */
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

  /** libvirt, by its client virsh. */
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

  /** Time limit to read or write a guest's whole memory on a slow disk. */
  public static final Duration LONG = Duration.ofHours(1);

  /** Time limit until other guests have released memory and the disks are ready. */
  private static final Duration STARTING = Duration.ofMinutes(5);

  /** The command that attaches a function to a running guest. */
  public abstract Command attach(Domain guest, Address function);

  /** The command that detaches a function from a running guest. */
  public abstract Command detach(Domain guest, Address function);

  /** The command that asks a guest to shut down, without waiting. */
  public abstract Command shutdown(Domain guest);

  /** The command that unpauses a guest. */
  public abstract Command unpause(Domain guest);

  /** The command that restores a guest from a file. */
  public abstract Command restore(Path image);

  /** The command that starts a new guest from its definition. */
  public abstract Command start(NewGuest guest);

  /** The command that destroys a new guest. */
  public abstract Command end(NewGuest guest);

  /** The command of xl that writes a guest's state to a file and leaves the guest paused. */
  public static Command xlSave(Domain guest, Path image) {
    return Command.of("xl", "save", "-p", id(guest), image.toString()).within(LONG);
  }

  /** The command of xl that destroys a guest. */
  public static Command xlDestroy(Domain guest) {
    return Command.of("xl", "destroy", id(guest));
  }

  /** The command of xl that migrates a running guest to another host. */
  public static Command xlMigrate(Domain guest, String host) {
    return Command.of("xl", "migrate", id(guest), host).within(LONG);
  }

  /**
   * The command of xl that creates a guest from its definition.
   *
   * @param further functions in addition to those of the definition; xl reads such an argument as
   *     one more line
   */
  public static Command xlCreate(Path definition, List<Address> further) {
    List<String> words = new ArrayList<>(List.of("xl", "create", "-q", definition.toString()));
    if (!further.isEmpty()) {
      words.add(further.stream().map("\"%s\""::formatted).collect(joining(",", "pci+=[", "]")));
    }
    return Command.of(words.toArray(String[]::new)).within(LONG);
  }

  /** The command of libvirt that writes a guest's state to a file and ends the guest. */
  public static Command virshSave(Domain guest, Path image) {
    return virsh("save", id(guest), image.toString()).within(LONG);
  }

  /** The command of libvirt that replaces a guest's definition. */
  public static Command define(Definition.LibvirtXml definition) {
    return virsh("define", "/dev/stdin").withInput(definition.text());
  }

  /** The command of libvirt that deletes the definition of a new guest that is not running. */
  public static Command undefine(NewGuest guest) {
    return virsh("undefine", guest.name());
  }

  /** A guest's domain ID, because a name could look like an option. */
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
