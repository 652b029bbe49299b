package gangway.operation;

import gangway.passthrough.AssignmentCondition;
import gangway.passthrough.AssignmentCondition.GuestHas;
import gangway.passthrough.AssignmentCondition.GuestLacks;
import gangway.pci.PciAddress;
import gangway.plan.UndoRecord;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The guests of an interrupted operation that have restarted meanwhile. The steps of the operation
 * name their former domain IDs, so the steps cannot be undone; and the toolstack started the guests
 * with the functions that the former domains had.
 */
record RestartedGuests(UndoRecord undertaking, Settlement settlement) {
  private static final Set<Reach> NOW = Set.of(Reach.NOW);

  /** A step about a function of a guest that has restarted, the last step first. */
  private record Restart(AssignmentCondition after, Domain guest) {}

  /**
   * Detaches from restarted guests what the operation gave to them. Comes before the other steps
   * are undone: a function must not leave pciback, or go to another guest, while a guest has it.
   *
   * @return what is left to do
   */
  List<String> giveBack() {
    List<String> left = new ArrayList<>();
    for (Restart restart : restarts()) {
      if (restart.after instanceof GuestHas(int _, PciAddress function)) {
        left.addAll(giveBack(restart.guest, function));
      }
    }
    return left;
  }

  /**
   * Detaches from restarted guests what the operation gave to them, and attaches what it took from
   * them. Comes after the other steps are undone: only a function in pciback can be attached, and a
   * step that concerns a hidden function could fail while a guest has it.
   *
   * @return what is left to do
   */
  List<String> settle() {
    List<String> left = new ArrayList<>();
    for (Restart restart : restarts()) {
      switch (restart.after) {
        case GuestHas(int _, PciAddress function) -> left.addAll(giveBack(restart.guest, function));
        case GuestLacks(int _, PciAddress function) -> left.addAll(get(restart.guest, function));
        default -> {
          // the other steps of an attach or detach are about the same function
        }
      }
    }
    return left;
  }

  private List<String> giveBack(Domain guest, PciAddress function) {
    return has(guest, function)
        ? settlement.perform(
            new Request.Detach(guest.name(), List.of(function), NOW, Manner.ORDERLY))
        : List.of();
  }

  /** If another guest has the function meanwhile, the attach is refused, and says so. */
  private List<String> get(Domain guest, PciAddress function) {
    return has(guest, function)
        ? List.of()
        : settlement.perform(new Request.Attach(guest.name(), List.of(function), NOW));
  }

  private boolean has(Domain guest, PciAddress function) {
    return settlement
        .domains()
        .holding(function)
        .anyMatch(holder -> holder.domid() == guest.domid());
  }

  private List<Restart> restarts() {
    List<AssignmentCondition> assignments =
        undertaking.plan().steps().reversed().stream()
            .flatMap(step ->
                step.after() instanceof AssignmentCondition after
                    ? Stream.of(after)
                    : Stream.empty())
            .toList();
    List<Restart> restarts = new ArrayList<>();
    if (!assignments.isEmpty()) {
      Domains domains = settlement.domains();
      for (AssignmentCondition after : assignments) {
        guestName(after)
            .flatMap(name ->
                domains.running().stream().filter(domain -> domain.name().equals(name)).findFirst())
            .filter(domain -> domain.domid() != after.domid())
            .ifPresent(domain -> restarts.add(new Restart(after, domain)));
      }
    }
    return restarts;
  }

  /** The guest of a step: that of the only request, or of the one about the function. */
  private Optional<String> guestName(AssignmentCondition after) {
    return undertaking.requests().stream()
        .filter(request ->
            undertaking.requests().size() == 1
                || switch (after) {
                  case GuestHas(int _, PciAddress function) ->
                      request instanceof Request.Attach && concerns(request, function);
                  case GuestLacks(int _, PciAddress function) ->
                      request instanceof Request.Detach && concerns(request, function);
                  default -> false;
                })
        .findFirst()
        .flatMap(Request::guestName);
  }

  private static boolean concerns(Request request, PciAddress function) {
    return request.now() && request.functions().contains(function);
  }
}
