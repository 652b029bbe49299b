package gangway.toolstack;

import gangway.machine.Machine;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The domains there are, by the two that know: a domain that dies may be in one of them only.
 *
 * @param inXenStore those with a name in XenStore
 * @param left what has a folder in XenStore, but neither a name nor a domain in Xen
 * @param inXen those the hypervisor has; none if it could not be asked, since dom0 is one
 */
public record ExistingDomains(
    SortedSet<Integer> inXenStore, SortedSet<Integer> left, Set<Integer> inXen) {

  public static ExistingDomains read(Machine machine) {
    SortedSet<Integer> named = new TreeSet<>();
    SortedSet<Integer> left = new TreeSet<>();
    machine
        .xenStore()
        .ifPresent(store ->
            Domains.numbers(store.list("/local/domain"))
                .forEach(domid -> (Domains.runs(store, domid) ? named : left).add(domid)));
    // asked last: a domain that is made meanwhile is in Xen before it is in XenStore
    Set<Integer> inXen = RunStates.read(machine).all();
    left.removeAll(inXen);
    return new ExistingDomains(named, left, inXen);
  }

  /** Whether a domain is gone for sure. */
  public boolean lack(int domid) {
    return !inXenStore.isEmpty()
        && !inXen.isEmpty()
        && !inXenStore.contains(domid)
        && !inXen.contains(domid);
  }
}
