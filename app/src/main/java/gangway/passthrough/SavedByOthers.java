package gangway.passthrough;

import gangway.Problem;
import gangway.host.FoundProcesses;
import gangway.host.SavingProcesses;
import gangway.machine.Machine;
import gangway.xen.guest.Domains;
import gangway.xenstore.XenStore;
import java.util.Optional;

/**
 * Another program that saves or migrates a guest. It may have begun after the checks of a request.
 *
 * <p>See docs/decisions/0031-an-attach-finds-the-saving-process.md.
 */
public final class SavedByOthers {
  private SavedByOthers() {}

  /**
   * Checks that no process saves or migrates a guest, as far as the processes are visible.
   *
   * @throws Problem of kind REFUSED if one does
   */
  public static void mustNotBe(Machine machine, int domid) {
    Optional<XenStore> store = machine.xenStore();
    String name = store.flatMap(xen -> xen.read(Domains.path(domid) + "/name")).orElse("");
    FoundProcesses saving = SavingProcesses.ofGuest(machine, domid, name);
    if (!saving.found().isEmpty()) {
      throw Problem.refused(
          "another program saves or migrates guest '%s'".formatted(name),
          "wait until the processes have ended, then run the command again",
          saving.lines().toArray(String[]::new));
    }
  }
}
