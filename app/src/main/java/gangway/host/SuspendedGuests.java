package gangway.host;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import gangway.xen.guest.RunState;
import gangway.xen.guest.RunStates;
import gangway.xenstore.XenStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The suspended domains of a host.
 *
 * @param guests those of guests
 * @param unknown the IDs of those that are no known guest, or whose state is not certain
 */
public record SuspendedGuests(List<SuspendedGuest> guests, List<Integer> unknown) {
  private static final SuspendedGuests NONE = new SuspendedGuests(List.of(), List.of());

  public SuspendedGuests {
    guests = List.copyOf(guests);
    unknown = List.copyOf(unknown);
  }

  /**
   * Reads all of them.
   *
   * @throws Problem of kind REFUSED if there are guests and Xen cannot be queried for their states
   */
  public static SuspendedGuests read(Machine machine) {
    RunStates states = RunStates.read(machine);
    if (states.all().isEmpty()) {
      mustHaveNoGuests(machine);
      return NONE;
    }
    List<Integer> suspended =
        states.byDomid().keySet().stream()
            .filter(domid -> states.byDomid().get(domid) == RunState.SUSPENDED)
            .toList();
    return suspended.isEmpty() ? NONE : read(machine, suspended);
  }

  private static void mustHaveNoGuests(Machine machine) {
    List<Domain> guests =
        machine.xenStore().map(Domains::read).map(Domains::running).orElse(List.of());
    if (!guests.isEmpty()) {
      throw Problem.refused(
          "it is not known whether a guest is suspended: 'xl list' does not work",
          "run 'xl list' to see why; then run 'gangway recover' again",
          "XenStore has %s".formatted(guests.getFirst()));
    }
  }

  private static SuspendedGuests read(Machine machine, Collection<Integer> suspended) {
    Optional<XenStore> store = machine.xenStore();
    if (store.isEmpty()) {
      return new SuspendedGuests(List.of(), List.copyOf(suspended));
    }
    Domains domains = Domains.read(store.get());
    Map<Integer, Guest> guests = new TreeMap<>();
    for (Guest guest : Guests.read(machine, domains).all()) {
      guest.running().ifPresent(domain -> guests.put(domain.domid(), guest));
    }
    FoundProcesses saving = SavingProcesses.read(machine);
    List<SuspendedGuest> found = new ArrayList<>();
    List<Integer> unknown = new ArrayList<>();
    for (int domid : suspended) {
      Optional<SuspendedGuest> guest =
          Optional.ofNullable(guests.get(domid))
              .flatMap(
                  one -> SuspendedGuest.read(machine, store.get(), one, domains.running(), saving));
      if (guest.isPresent()) {
        found.add(guest.get());
      } else if (mayBeSuspended(machine, domid)) {
        unknown.add(domid);
      }
    }
    return new SuspendedGuests(found, unknown);
  }

  /** Whether the domain is not known to be gone or in another state. */
  private static boolean mayBeSuspended(Machine machine, int domid) {
    return RunStates.only(machine, domid)
        .of(domid)
        .map(state -> state == RunState.SUSPENDED)
        .orElseGet(() -> RunStates.read(machine).of(domid).isPresent());
  }

  /** The suspended guests of a name. */
  public List<SuspendedGuest> named(String name) {
    return guests.stream().filter(guest -> guest.name().equals(name)).toList();
  }
}
