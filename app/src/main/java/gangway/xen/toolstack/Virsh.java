package gangway.xen.toolstack;

import gangway.machine.Command;
import gangway.pci.PciAddress;
import gangway.xen.definition.Definition;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.guest.Domain;
import java.nio.file.Path;

/**
 * The commands of libvirt, by its client virsh (virsh(1)). Running guests are named by domain ID,
 * because a name could look like an option.
 */
public record Virsh() implements GuestCommands {
  @Override
  public Command attach(Domain guest, PciAddress function) {
    return virsh("attach-device", id(guest), "/dev/stdin", "--live")
        .withInput(DomainXml.hostdev(function));
  }

  @Override
  public Command detach(Domain guest, PciAddress function) {
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
    return virsh("restore", image.toString()).unlimited();
  }

  /** The command that starts a new guest from its definition. */
  public static Command start(NewGuest guest) {
    return virsh("start", guest.name()).startsGuest();
  }

  @Override
  public Command end(NewGuest guest) {
    return virsh("destroy", guest.name());
  }

  /** The command that writes a guest's state to a file, and ends the guest. */
  public static Command save(Domain guest, Path image) {
    return virsh("save", id(guest), image.toString()).unlimited();
  }

  /** The command that destroys a guest. */
  public static Command destroy(Domain guest) {
    return virsh("destroy", id(guest));
  }

  /** The command that replaces a guest's definition, in libvirt's language. */
  public static Command define(Definition definition) {
    return virsh("define", "/dev/stdin").withInput(definition.text());
  }

  /** The command that deletes the definition of a new guest that is not running. */
  public static Command undefine(NewGuest guest) {
    return virsh("undefine", guest.name());
  }

  private static String id(Domain guest) {
    return Integer.toString(guest.domid());
  }

  private static Command virsh(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(new String[] {"virsh", "-q", "-c", "xen:///system"}, 0, all, 0, 4);
    System.arraycopy(words, 0, all, 4, words.length);
    return Command.of(all);
  }
}
