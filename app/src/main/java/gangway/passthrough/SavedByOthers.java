package gangway.passthrough;

import gangway.Problem;
import gangway.host.FoundProcesses;
import gangway.host.SavingProcesses;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.xen.guest.Domains;
import gangway.xen.guest.RunState;
import gangway.xen.guest.RunStates;
import gangway.xenstore.XenStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another program that saves or migrates a guest. It may have begun after the checks of a request.
 *
 * <p>See docs/decisions/0031-an-attach-finds-the-saving-process.md.
 */
public final class SavedByOthers {
  private SavedByOthers() {}

  /** What must not be done with a guest whose state another program has written. */
  public static String warning(String functions) {
    return ("if another program saved or migrated the guest in the meantime, do not use that image"
            + " or copy: the guest in it can have a part of %s and crash; start the guest from"
            + " its definition")
        .formatted(functions);
  }

  /**
   * Checks, after an attach, that no other program has begun to save or migrate the guest since the
   * checks, as far as that is visible. While such a program works, the attach is not undone: the
   * guest would lose a device that its saved state has.
   *
   * @throws Problem of kind INCONSISTENT if one has
   */
  public static void mustNotHaveBegun(Machine machine, int domid, String name, String functions) {
    FoundProcesses saving = SavingProcesses.ofGuest(machine, domid, name);
    if (!saving.found().isEmpty()) {
      throw Problem.inconsistent(
          "another program began to save or migrate guest '%s' during the attach".formatted(name),
          "wait until the processes have ended, then run 'gangway recover'",
          Stream.concat(saving.lines().stream(), Stream.of(warning(functions))).toList());
    }
    if (RunStates.only(machine, domid).of(domid).equals(Optional.of(RunState.SUSPENDED))) {
      throw Problem.inconsistent(
          "guest '%s' was suspended during the attach: another program began to save or migrate the guest, and has ended"
              .formatted(name),
          "run 'gangway recover --as-is', which keeps the attached functions, then 'gangway recover"
              + " %s', which resumes the guest".formatted(name),
          List.of("'xl list' shows domain %d as suspended".formatted(domid), warning(functions)));
    }
  }

  /**
   * Checks, before an undo takes a function from a guest or gives it back, that no process saves or
   * migrates the guest: the state that the process writes would have only a part of the function.
   *
   * @throws Problem of kind INCONSISTENT if one does
   */
  static void mustNotBeInProgress(Machine machine, int domid, PciAddress function) {
    String name = name(machine, domid);
    FoundProcesses saving = SavingProcesses.ofGuest(machine, domid, name);
    if (!saving.found().isEmpty()) {
      throw Problem.inconsistent(
          "another program saves or migrates guest '%s'".formatted(name),
          "wait until the processes have ended, then run 'gangway recover'",
          Stream.concat(saving.lines().stream(), Stream.of(warning(function.toString()))).toList());
    }
  }

  /**
   * Checks that no process saves or migrates a guest, as far as the processes are visible.
   *
   * @throws Problem of kind REFUSED if one does
   */
  public static void mustNotBe(Machine machine, int domid) {
    String name = name(machine, domid);
    FoundProcesses saving = SavingProcesses.ofGuest(machine, domid, name);
    if (!saving.found().isEmpty()) {
      throw Problem.refused(
          "another program saves or migrates guest '%s'".formatted(name),
          "wait until the processes have ended, then run the command again",
          saving.lines().toArray(String[]::new));
    }
  }

  /** The name of a guest; empty if the guest is gone. */
  static String name(Machine machine, int domid) {
    Optional<XenStore> store = machine.xenStore();
    return store.flatMap(xen -> xen.read(Domains.path(domid) + "/name")).orElse("");
  }
}
