package gangway.migration;

import gangway.Problem;
import gangway.handover.RemoteState;
import gangway.handover.StartState;
import gangway.handover.State;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.Ssh;
import gangway.pci.Address;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.GuestCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another host that has Gangway, which is asked about it.
 *
 * @param ourVersion the version of this gangway, for messages
 */
public record OtherHost(Ssh ssh, String ourVersion) {
  /** How often to look there: each look is a login. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * The functions there are.
   *
   * @throws Problem of kind REFUSED if the other host does not answer, or if its gangway prints
   *     another JSON format
   */
  Offers offers(Machine machine) {
    Result result = answer(machine, ssh.command("gangway", "devices", "--json"));
    try {
      return Offers.parse(ssh.host(), result.out());
    } catch (TheirJson.OtherFormat other) {
      throw otherVersion(machine, other);
    } catch (IllegalArgumentException e) {
      throw silent("its answer to 'gangway devices --json' is none: " + e.getMessage());
    }
  }

  /** Sees that no guest of a name runs there. */
  void mustLack(Machine machine, String guest) {
    if (machine.told(ssh.command("xl", "domid", guest)).isPresent()) {
      throw Problem.refused(
          "a guest '%s' runs on %s already".formatted(guest, ssh), "see 'gangway guests' there");
    }
  }

  /**
   * Sees that a guest can be started there of a definition, and of no other one.
   *
   * @param there the definition, and the file it is to stand in
   */
  void mustTake(Machine machine, DefinitionFile there) {
    guests(machine).stream()
        .filter(one -> one.name().equals(there.content().guest()))
        .flatMap(one -> one.files().stream())
        .filter(file -> !file.equals(there.file().toString()))
        .findFirst()
        .ifPresent(file -> {
          throw Problem.refused(
              "a guest '%s' is defined on %s already".formatted(there.content().guest(), ssh),
              "rename one of them, or take that definition away",
              "it is in " + file);
        });
    Stream.concat(Stream.of(there.file()), there.autoStart().stream())
        .forEach(file -> mustBeFreeFor(machine, file, there));
    mustHave(
        machine,
        Stream.concat(there.content().bootFiles().stream(), there.content().disks().stream())
            .toList());
  }

  private void mustBeFreeFor(Machine machine, Path file, DefinitionFile there) {
    State absent = new RemoteState.FileIsOn(ssh, file, Optional.empty());
    State same = new RemoteState.FileIsOn(ssh, file, Optional.of(there.text()));
    if (!absent.holds(machine) && !same.holds(machine)) {
      throw Problem.refused(
          "there is another %s on %s".formatted(file, ssh),
          "move it away there, or make it what the guest is to be started of",
          "it is not the guest's definition with the functions it is to have there");
    }
  }

  private void mustHave(Machine machine, List<Path> files) {
    if (files.isEmpty()) {
      return;
    }
    String[] words =
        Stream.concat(Stream.of("ls", "-1d", "--"), files.stream().map(Path::toString))
            .toArray(String[]::new);
    List<String> found =
        machine.ask(ssh.command(words)).stream().flatMap(result -> result.out().lines()).toList();
    List<String> missing =
        files.stream().map(Path::toString).filter(file -> !found.contains(file)).toList();
    if (!missing.isEmpty()) {
      throw Problem.refused(
          "%s lacks what the guest is started of".formatted(ssh),
          "bring it there, or have both hosts share it",
          missing.stream().map("not there: "::concat).toArray(String[]::new));
    }
  }

  /** Waits until a guest has functions there, and sees them. */
  boolean comesToHave(Machine machine, String guest, List<Address> functions) {
    return machine.clock().await(StartState.LIMIT, PAUSE, () -> has(machine, guest, functions));
  }

  private boolean has(Machine machine, String guest, List<Address> functions) {
    return guests(machine).stream()
        .filter(one -> one.name().equals(guest))
        .anyMatch(one -> one.functions().containsAll(functions));
  }

  private List<GuestThere> guests(Machine machine) {
    // the exit code tells whether there are any
    String out =
        machine
            .ask(ssh.command("gangway", "guests", "--json"))
            .map(Result::out)
            .orElseThrow(() -> silent("there is no ssh"));
    try {
      return GuestThere.parse(out);
    } catch (TheirJson.OtherFormat other) {
      throw otherVersion(machine, other);
    } catch (IllegalArgumentException e) {
      throw silent("its answer to 'gangway guests --json' is none: " + e.getMessage());
    }
  }

  /** The command that gives a guest functions there. */
  Command attach(String guest, List<Address> functions) {
    return ssh.command(
            Stream.concat(
                    Stream.of("gangway", "attach", "--now", guest),
                    functions.stream().map(Address::toString))
                .toArray(String[]::new))
        .within(GuestCommands.LONG);
  }

  /**
   * The command that restores a guest there.
   *
   * @param instead what it is to have there for some that it had, by the addresses of those
   */
  Command restore(Path image, Map<Address, Address> instead) {
    List<String> words = new ArrayList<>(List.of("gangway", "restore"));
    instead.forEach((had, has) -> words.addAll(List.of("--map", had + "=" + has)));
    words.add(image.toString());
    return ssh.command(words.toArray(String[]::new)).within(GuestCommands.LONG);
  }

  private Result answer(Machine machine, Command command) {
    return machine
        .ask(command)
        .filter(Result::ok)
        .orElseThrow(() -> silent("'%s' did not succeed".formatted(command)));
  }

  private Problem otherVersion(Machine machine, TheirJson.OtherFormat other) {
    String theirs =
        answer(machine, ssh.command("gangway", "--version"))
            .out()
            .strip()
            .replaceFirst("^gangway ", "");
    return Problem.refused(
        "gangway on %s is version %s, gangway here is version %s, and their JSON does not match"
            .formatted(ssh, theirs, ourVersion),
        "install the same version of gangway on both hosts",
        "%s: %s".formatted(ssh, other.getMessage()));
  }

  private Problem silent(String evidence) {
    return Problem.refused(
        "%s cannot be asked what it has".formatted(ssh),
        "see that root can log in there by ssh without a password, and that Gangway is in its path",
        evidence);
  }
}
