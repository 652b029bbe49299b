package gangway.toolstack;

import gangway.machine.Machine;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * The domains there are, by the two that know: a domain that dies may be in one of them only.
 *
 * @param inXenStore those with a folder of their own in XenStore
 * @param inXen those the hypervisor has; none if it could not be asked, since dom0 is one
 */
public record ExistingDomains(SortedSet<Integer> inXenStore, Set<Integer> inXen) {

  public static ExistingDomains read(Machine machine) {
    return new ExistingDomains(
        Domains.numbers(
            machine.xenStore().map(store -> store.list("/local/domain")).orElse(List.of())),
        RunStates.read(machine).all());
  }

  /** Whether a domain is gone for sure. */
  public boolean lack(int domid) {
    return !inXenStore.isEmpty()
        && !inXen.isEmpty()
        && !inXenStore.contains(domid)
        && !inXen.contains(domid);
  }
}
