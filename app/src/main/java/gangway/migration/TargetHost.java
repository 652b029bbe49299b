package gangway.migration;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.host.DomainStart;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.RemotePlaceToWrite;
import gangway.machine.Result;
import gangway.machine.Ssh;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.RunStates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another host with Gangway, queried by ssh.
 *
 * @param ourVersion the version of this gangway, for messages
 */
public record TargetHost(Ssh ssh, String ourVersion) {
  /**
   * The functions there are.
   *
   * @throws Problem of kind REFUSED if the other host does not answer, if its gangway prints
   *     another JSON format, or if no operation is possible there
   */
  private CandidateFunctions offers(Machine machine) {
    Result result = answer(machine, ssh.command("gangway", "devices", "--json"));
    try {
      CandidateFunctions functions = CandidateFunctions.parse(ssh.host(), result.out());
      new OperationsThere(ssh).mustBePossible(machine);
      return functions;
    } catch (TheirJson.OtherFormat other) {
      throw otherVersion(machine, other);
    } catch (IllegalArgumentException e) {
      throw silent("the output of 'gangway devices --json' cannot be parsed: " + e.getMessage());
    }
  }

  /**
   * The functions there that a guest gets: free ones, of the same kind, and not other devices than
   * those that were recorded at their addresses there.
   *
   * @param instead replacement functions, by the addresses of the guest's functions here
   * @throws Problem of kind REFUSED if a function is missing, or is another device
   */
  List<PciAddress> functions(
      Machine machine, List<SavedGuestNote.Item> items, Map<PciAddress, PciAddress> instead) {
    List<PciAddress> functions = offers(machine).inPlaceOf(items, instead);
    if (!functions.isEmpty()) {
      changes(machine).stream()
          .filter(change -> functions.contains(change.address()) && change.isOther())
          .findFirst()
          .ifPresent(change -> {
            throw Problem.refused(
                "%s on %s is another device than the one that is recorded there, or may be another"
                        .formatted(change.address(), ssh)
                    + " one",
                "compare them there with 'gangway hardware'; then run 'gangway remap' there if"
                    + " devices have moved, or 'gangway hardware --acknowledge %s' if this device is"
                        .formatted(change.address())
                    + " the right one",
                "%s: 'gangway hardware' shows %s as %s"
                    .formatted(ssh, change.address(), change.kind()));
          });
    }
    return functions;
  }

  /** The exit code only shows whether there are changes; a record that is unreadable has none. */
  private List<ChangeThere> changes(Machine machine) {
    Command command = ssh.command("gangway", "hardware", "--json");
    String out =
        machine
            .ask(command)
            .map(Result::out)
            .orElseThrow(() -> silent("the program ssh is not installed"));
    try {
      return ChangeThere.parse(out);
    } catch (TheirJson.OtherFormat other) {
      throw otherVersion(machine, other);
    } catch (IllegalArgumentException e) {
      throw Problem.refused(
          "%s does not tell whether its devices are the recorded ones".formatted(ssh),
          "run 'gangway hardware' there, which says why; both hosts need the same version of"
              + " gangway",
          "the output of 'gangway hardware --json' cannot be parsed: " + e.getMessage());
    }
  }

  /** Checks that there is no guest with this name. */
  void mustLack(Machine machine, String guest) {
    mustLack(guest, answer(machine, ssh.command("xl", "list")).out());
  }

  /**
   * Checks that there is no guest with this name, and identifies its start there.
   *
   * @param uuid the UUID with which it is started
   */
  DomainStart mustBeStartable(Machine machine, String guest, String uuid) {
    String list = answer(machine, ssh.command("xl", "list")).out();
    mustLack(guest, list);
    String boot =
        new OtherHost(machine, ssh)
            .boot()
            .orElseThrow(() -> silent("the id of its boot cannot be read"));
    return new DomainStart(guest, uuid, RunStates.highest(list), boot);
  }

  private void mustLack(String guest, String list) {
    if (RemoteCondition.HostLacksGuest.named(list, guest)) {
      throw Problem.refused(
          "guest '%s' already runs on %s".formatted(guest, ssh),
          "list the guests there: 'gangway guests'");
    }
  }

  /**
   * Checks that only root can change to which file a path leads there.
   *
   * @throws Problem of kind REFUSED if another user can, or if that is not known
   */
  void mustBeOfRoot(Machine machine, Path file) {
    new RemotePlaceToWrite(ssh, file).mustBeOfRoot(machine);
  }

  /**
   * Checks that a guest can be started there from this definition, and has no other one there.
   *
   * @param there the definition, with its path on the other host
   * @param mode the mode that it gets there
   */
  void mustTake(Machine machine, DefinitionFile there, int mode) {
    guests(machine).stream()
        .filter(one -> one.name().equals(there.content().guest()))
        .flatMap(one -> one.files().stream())
        .filter(file -> !file.equals(there.file().toString()))
        .findFirst()
        .ifPresent(file -> {
          throw Problem.refused(
              "guest '%s' is already defined on %s".formatted(there.content().guest(), ssh),
              "rename one of the guests, or delete that definition",
              "its definition: " + file);
        });
    Stream.concat(Stream.of(there.file()), there.autoStart().stream())
        .forEach(file -> mustBeFreeFor(machine, file, there, mode));
    mustHave(
        machine,
        Stream.concat(there.content().bootFiles().stream(), there.content().disks().stream())
            .toList());
  }

  private void mustBeFreeFor(Machine machine, Path file, DefinitionFile there, int mode) {
    mustBeOfRoot(machine, file);
    Condition absent = new RemoteCondition.FileIsOnHost(ssh, file, Optional.empty());
    Condition same = RestartSteps.definition(ssh, file, there, mode);
    if (!absent.isMet(machine) && !same.isMet(machine)) {
      throw Problem.refused(
          "a different %s exists on %s".formatted(file, ssh),
          "move it away there, or replace it with the guest's definition",
          "its content or mode differs from the guest's definition, which has the functions of that"
              + " host and the mode %04o".formatted(mode));
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
          "%s does not have all files of the guest".formatted(ssh),
          "copy them there, or put them on storage that both hosts share",
          missing.stream().map("missing: "::concat).toArray(String[]::new));
    }
  }

  private List<GuestThere> guests(Machine machine) {
    // the exit code only shows whether there are guests
    String out =
        machine
            .ask(ssh.command("gangway", "guests", "--json"))
            .map(Result::out)
            .orElseThrow(() -> silent("the program ssh is not installed"));
    try {
      return GuestThere.parse(out);
    } catch (TheirJson.OtherFormat other) {
      throw otherVersion(machine, other);
    } catch (IllegalArgumentException e) {
      throw silent("the output of 'gangway guests --json' cannot be parsed: " + e.getMessage());
    }
  }

  /**
   * The step that attaches functions to a guest there, for the completion of a migration; none
   * without functions. The step can be repeated.
   */
  List<Step> attach(String guest, List<PciAddress> functions) {
    if (functions.isEmpty()) {
      return List.of();
    }
    String names = functions.stream().map(PciAddress::toString).collect(Collectors.joining(" "));
    Command command =
        ssh.command(
                Stream.concat(
                        Stream.of("gangway", "attach", "--now", guest),
                        functions.stream().map(PciAddress::toString))
                    .toArray(String[]::new))
            .unlimited();
    return List.of(
        Step.lasting(
            "attach %s to guest %s on %s".formatted(names, guest, ssh),
            List.of(new Action.Run(command)),
            new RemoteCondition.GuestHasOnHost(ssh, guest, functions)));
  }

  /**
   * The step that restores a guest there. A guest that runs there must not run here again, so
   * nothing before this step is undone unless that host is known to lack the guest.
   *
   * @param instead replacement functions there, by the addresses of the guest's functions here
   */
  Step restore(String guest, Path image, Map<PciAddress, PciAddress> instead) {
    List<String> words = new ArrayList<>(List.of("gangway", "restore"));
    instead.forEach((had, has) -> words.addAll(List.of("--map", had + "=" + has)));
    words.add(image.toString());
    Condition runs = new RemoteCondition.GuestRunsOnHost(ssh, guest);
    return new Step(
        "restore guest %s on %s".formatted(guest, ssh),
        // the command also fails if the guest runs there, but does not have all its functions
        List.of(new Action.RunFor(ssh.command(words.toArray(String[]::new)).unlimited(), runs)),
        runs,
        List.of(),
        new Condition.UndoBarrier(new RemoteCondition.HostLacksGuest(ssh, guest)));
  }

  private Result answer(Machine machine, Command command) {
    return machine
        .ask(command)
        .filter(Result::ok)
        .orElseThrow(() -> silent("'%s' failed".formatted(command)));
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
    return silent(ssh, evidence);
  }

  static Problem silent(Ssh ssh, String evidence) {
    return Problem.refused(
        "%s cannot be queried".formatted(ssh),
        "enable ssh login as root without a password there, and put gangway into root's PATH",
        evidence);
  }
}
