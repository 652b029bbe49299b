package gangway.declaration;

import gangway.declaration.Declaration.Device;
import gangway.declaration.Declaration.GuestDevices;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.pci.EditDistance;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The difference between a host and a declaration.
 *
 * @param faults the parts of the file that do not match this host: functions and guests that do not
 *     exist, and devices that are not hidden
 * @param changes what brings the host into the declared state, in the order in which it is done
 */
public record Difference(List<Fault> faults, List<Change> changes) {
  public Difference {
    faults = List.copyOf(faults);
    changes = List.copyOf(changes);
  }

  /** Compares the host with what could be read of a file. */
  public static Difference of(HostSnapshot host, Declaration declared) {
    Comparison comparison = new Comparison(host, declared);
    comparison.compare();
    List<Change> changes = new ArrayList<>(comparison.hides);
    changes.addAll(comparison.detaches);
    changes.addAll(comparison.attaches);
    return new Difference(comparison.faults, changes);
  }

  /**
   * The requests that make the changes, in their order: first what is only about dom0, then what
   * guests lose, then what they get.
   */
  public List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    of(Change.Hide.class, changes)
        .ifPresent(some -> requests.add(new Request.Hide(some.functions, some.reach)));
    for (String guest : guests()) {
      List<Change> lost =
          changes.stream()
              .filter(change -> change instanceof Change.Detach one && one.guest().equals(guest))
              .toList();
      // a function that the running guest does not have may be absent from the machine
      List<Change> now = lost.stream().filter(one -> one.reach().contains(Reach.NOW)).toList();
      List<Change> lasting = lost.stream().filter(one -> !one.reach().contains(Reach.NOW)).toList();
      for (List<Change> part : List.of(now, lasting)) {
        of(Change.Detach.class, part)
            .ifPresent(some ->
                requests.add(
                    new Request.Detach(guest, some.functions, some.reach, Manner.ORDERLY)));
      }
    }
    for (String guest : guests()) {
      List<Change> got =
          changes.stream()
              .filter(change -> change instanceof Change.Attach one && one.guest().equals(guest))
              .toList();
      of(Change.Attach.class, got)
          .ifPresent(some -> requests.add(new Request.Attach(guest, some.functions, some.reach)));
    }
    return requests;
  }

  private List<String> guests() {
    return changes.stream()
        .flatMap(change ->
            switch (change) {
              case Change.Hide _ -> Stream.<String>empty();
              case Change.Attach attach -> Stream.of(attach.guest());
              case Change.Detach detach -> Stream.of(detach.guest());
            })
        .distinct()
        .toList();
  }

  /** The functions of changes, and everywhere that one of them differs. */
  private record Some(List<PciAddress> functions, Set<Reach> reach) {
    Some {
      functions = List.copyOf(functions);
      reach = Set.copyOf(reach);
    }
  }

  private static Optional<Some> of(Class<? extends Change> kind, List<Change> changes) {
    List<PciAddress> functions = new ArrayList<>();
    Set<Reach> reach = EnumSet.noneOf(Reach.class);
    for (Change change : changes) {
      if (kind.isInstance(change)) {
        functions.add(change.function());
        reach.addAll(change.reach());
      }
    }
    return functions.isEmpty() ? Optional.empty() : Optional.of(new Some(functions, reach));
  }

  /** The comparison while it is made. */
  private static final class Comparison {
    private final HostSnapshot host;
    private final Declaration declared;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Change> hides = new ArrayList<>();
    private final List<Change> detaches = new ArrayList<>();
    private final List<Change> attaches = new ArrayList<>();

    Comparison(HostSnapshot host, Declaration declared) {
      this.host = host;
      this.declared = declared;
    }

    void compare() {
      for (Device device : declared.hidden()) {
        present(device).ifPresent(this::hide);
      }
      for (GuestDevices guest : declared.guests()) {
        guest.devices().forEach(device -> mustBeHidden(guest, device));
        switch (GuestState.of(host, guest.name())) {
          case GuestState.Found.Unclear(String why) ->
              faults.add(new Fault(guest.line(), why + similar(guest.name())));
          case GuestState.Found.Clear(GuestState state) -> compare(guest, state);
        }
      }
    }

    private void hide(HostFunction function) {
      Set<Reach> reach = EnumSet.noneOf(Reach.class);
      if (!function.hiddenNow()) {
        reach.add(Reach.NOW);
      }
      // the device that was hidden may be gone: the checks of hide say what is there now
      if (!function.hiddenAfterReboot() || host.replaced(function.address()).isPresent()) {
        reach.add(Reach.LASTING);
      }
      if (!reach.isEmpty()) {
        hides.add(new Change.Hide(function.address(), reach));
      }
    }

    private void mustBeHidden(GuestDevices guest, Device device) {
      boolean isDeclared =
          declared.hidden().stream().anyMatch(one -> one.function().equals(device.function()));
      if (isDeclared) {
        return; // and if it is absent, that is told for the list of hidden functions
      }
      present(device)
          .filter(function -> !function.hiddenNow())
          .ifPresent(function ->
              faults.add(
                  new Fault(
                      device.line(),
                      "%s is listed for guest '%s', but is not hidden (%s); add it to 'hidden'"
                          .formatted(device.function(), guest.name(), function.owner()))));
    }

    private Optional<HostFunction> present(Device device) {
      Optional<HostFunction> found = host.inventory().at(device.function());
      if (found.isEmpty()) {
        faults.add(new Fault(device.line(), absent(device.function())));
      }
      return found;
    }

    private String absent(PciAddress function) {
      if (host.inventory().functions().unread().contains(function)) {
        return "the class and ids of %s cannot be read".formatted(function);
      }
      return "this machine has no PCI function %s%s"
          .formatted(
              function,
              host.inventory()
                  .functions()
                  .nearest(function.toString())
                  .map(near -> "; did you mean %s?".formatted(near))
                  .orElse(""));
    }

    private String similar(String name) {
      return host.guests().named(name).isEmpty()
          ? EditDistance.nearest(name, host.guests().all().stream().map(Guest::name))
              .filter(near -> EditDistance.between(name, near) <= 2)
              .map(near -> "; did you mean '%s'?".formatted(near))
              .orElse("")
          : "";
    }

    private void compare(GuestDevices guest, GuestState state) {
      List<PciAddress> wanted = guest.devices().stream().map(Device::function).toList();
      for (PciAddress function : wanted) {
        Set<Reach> reach = EnumSet.noneOf(Reach.class);
        if (state.domain().isPresent() && !state.has(function)) {
          reach.add(Reach.NOW);
        }
        if (state.defined().isPresent() && !state.defines(function)) {
          reach.add(Reach.LASTING);
        }
        if (!reach.isEmpty()) {
          attaches.add(new Change.Attach(guest.name(), function, reach));
        }
      }
      for (PciAddress function : state.all()) {
        if (!wanted.contains(function)) {
          Set<Reach> reach = EnumSet.noneOf(Reach.class);
          if (state.recorded().contains(function)) {
            reach.add(Reach.NOW);
          }
          if (state.defines(function)) {
            reach.add(Reach.LASTING);
          }
          detaches.add(new Change.Detach(guest.name(), function, reach));
        }
      }
    }
  }
}
