package gangway.xen.guest;

import gangway.machine.Machine;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The existing domains from both sources: a dying domain may be in only one of them.
 *
 * @param inXenStore the domains with a name in XenStore
 * @param left the domain IDs with a node in XenStore, but without a name and without a domain in
 *     Xen
 * @param inXen the domains of the hypervisor; empty if the query failed, because dom0 always exists
 */
public record ExistingDomains(
    SortedSet<Integer> inXenStore, SortedSet<Integer> left, Set<Integer> inXen) {
  public ExistingDomains {
    inXenStore = Collections.unmodifiableSortedSet(new TreeSet<>(inXenStore));
    left = Collections.unmodifiableSortedSet(new TreeSet<>(left));
    inXen = Collections.unmodifiableSet(new LinkedHashSet<>(inXen));
  }

  public static ExistingDomains read(Machine machine) {
    SortedSet<Integer> named = new TreeSet<>();
    SortedSet<Integer> left = new TreeSet<>();
    machine
        .xenStore()
        .ifPresent(store ->
            Domains.numbers(store.list("/local/domain"))
                .forEach(domid -> (Domains.runs(store, domid) ? named : left).add(domid)));
    // query Xen last: a new domain appears in Xen before it appears in XenStore
    Set<Integer> inXen = RunStates.read(machine).all();
    left.removeAll(inXen);
    return new ExistingDomains(named, left, inXen);
  }

  /** The highest domain ID of both sources; 0 if there is only dom0. */
  public int highest() {
    return Stream.of(inXenStore, left, inXen)
        .flatMap(Set::stream)
        .mapToInt(Integer::intValue)
        .max()
        .orElse(0);
  }

  /** Whether a domain is certainly gone. */
  public boolean lack(int domid) {
    return !inXenStore.isEmpty()
        && !inXen.isEmpty()
        && !inXenStore.contains(domid)
        && !inXen.contains(domid);
  }
}
