package gangway.xen.toolstack;

import static java.util.stream.Collectors.joining;

import gangway.machine.Command;
import gangway.machine.Ssh;
import gangway.pci.PciAddress;
import gangway.xen.definition.NewGuest;
import gangway.xen.guest.Domain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of xl (xl(1)). Guests are named by domain ID, because a name could look like an
 * option.
 */
public record Xl() implements GuestCommands {
  @Override
  public Command attach(Domain guest, PciAddress function) {
    return Command.of("xl", "pci-attach", id(guest), function.toString());
  }

  @Override
  public Command detach(Domain guest, PciAddress function) {
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
    return Command.of("xl", "restore", image.toString()).unlimited();
  }

  @Override
  public Command end(NewGuest guest) {
    return Command.of("xl", "destroy", guest.name());
  }

  /** The command that writes a guest's state to a file, and leaves the guest paused. */
  public static Command save(Domain guest, Path image) {
    return Command.of("xl", "save", "-p", id(guest), image.toString()).unlimited();
  }

  /**
   * The command that resumes a suspended guest: a save that keeps the guest, and whose image nobody
   * needs. xl waits a minute for the guest, which cannot answer, before it saves and resumes the
   * guest.
   */
  public static Command resume(int domid) {
    return Command.of("xl", "save", "-c", Integer.toString(domid), "/dev/null").unlimited();
  }

  /** The command that destroys a guest. */
  public static Command destroy(Domain guest) {
    return Command.of("xl", "destroy", id(guest));
  }

  /**
   * The command that migrates a running guest to another host. xl knows no ports; it appends the
   * host to the command line of option {@code -s}.
   */
  public static Command migrate(Domain guest, Ssh host) {
    return host.program()
        .map(ssh -> Command.of("xl", "migrate", "-s", ssh, id(guest), host.name()))
        .orElseGet(() -> Command.of("xl", "migrate", id(guest), host.name()))
        .unlimited();
  }

  /**
   * The command that creates a guest from its definition.
   *
   * @param further functions in addition to those of the definition; xl reads such an argument as
   *     one more line
   * @param uuid the UUID of the domain, if the definition has none
   */
  public static Command create(Path definition, List<PciAddress> further, Optional<String> uuid) {
    List<String> words = new ArrayList<>(List.of("xl", "create", "-q", definition.toString()));
    if (!further.isEmpty()) {
      words.add(further.stream().map("\"%s\""::formatted).collect(joining(",", "pci+=[", "]")));
    }
    uuid.map(Xl::uuid).ifPresent(words::add);
    return Command.of(words.toArray(String[]::new)).unlimited();
  }

  /** The command that creates a new guest, whose definition has no UUID. */
  public static Command create(NewGuest guest, String uuid) {
    return Command.of("xl", "create", "-q", guest.file().toString(), uuid(uuid)).startsGuest();
  }

  private static String uuid(String uuid) {
    return "uuid=\"%s\"".formatted(uuid);
  }

  private static String id(Domain guest) {
    return Integer.toString(guest.domid());
  }
}
