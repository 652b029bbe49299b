package gangway.passthrough;

import gangway.host.Assignments;
import gangway.host.HostFunction;
import gangway.host.OriginalDriver;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The postcondition of a request. Checked before the plan, it tells whether there is anything to
 * do; checked afterwards, on a new observation of the host, it tells whether the request succeeded.
 */
public final class Postcondition {
  private Postcondition() {}

  /** One sentence for each part of the postcondition that is not met. */
  public static List<String> unmet(Assignments assignments, Request request) {
    List<String> unmet = new ArrayList<>();
    switch (request) {
      case Request.New made -> made(assignments, made, unmet);
      case Request.Ready ready -> ready(assignments, ready.guest(), unmet);
      default -> {
        // the request has only functions
      }
    }
    for (PciAddress function : request.functions()) {
      switch (request) {
        case Request.Hide _ -> hidden(assignments, function, request, unmet);
        case Request.Unhide _ -> givenBack(assignments, function, request, unmet);
        case Request.Attach attach ->
            attached(assignments, attach.guest(), function, request, unmet);
        case Request.Detach detach ->
            detached(assignments, detach.guest(), function, request, unmet);
        case Request.New made ->
            attached(assignments, made.guest().name(), function, request, unmet);
        case Request.Ready _ -> throw new IllegalStateException("the request has no functions");
      }
    }
    return unmet;
  }

  private static void hidden(
      Assignments assignments, PciAddress function, Request request, List<String> unmet) {
    Optional<HostFunction> seen = assignments.inventory().at(function);
    if (request.now() && seen.filter(HostFunction::hiddenNow).isEmpty()) {
      unmet.add(function + " is not bound to pciback; " + owner(seen));
    }
    if (assignments.replaced(function).isPresent()) {
      unmet.add(OriginalDriver.file(function) + " is of another device");
    }
    if (request.lasting() && seen.filter(HostFunction::hiddenAfterReboot).isEmpty()) {
      unmet.add(
          function
              + " is not hidden at boot"
              + seen.flatMap(one -> one.atBoot().doubt()).map(why -> "; " + why).orElse(""));
    }
  }

  private static void givenBack(
      Assignments assignments, PciAddress function, Request request, List<String> unmet) {
    Optional<HostFunction> seen = assignments.inventory().at(function);
    boolean driverKnown = assignments.original(function).isPresent();
    boolean back =
        switch (seen.map(HostFunction::owner).orElseGet(Owner.Nobody::new)) {
          case Owner.Dom0 _ -> true;
          case Owner.Nobody _ -> !driverKnown;
          default -> false;
        };
    if (request.now() && !back) {
      unmet.add(function + " is not bound to a dom0 driver; " + owner(seen));
    }
    if (request.lasting()
        && (assignments.inventory().boot().naming(function).isPresent()
            || seen.filter(HostFunction::hiddenAfterReboot).isPresent())) {
      unmet.add(function + " is still hidden at boot");
    }
  }

  private static void attached(
      Assignments assignments,
      String guest,
      PciAddress function,
      Request request,
      List<String> unmet) {
    Optional<HostFunction> seen = assignments.inventory().at(function);
    if (request.now() && !has(seen, guest)) {
      unmet.add(function + " is not attached to guest " + guest + "; " + owner(seen));
    }
    if (request.lasting() && !defined(assignments, guest, function)) {
      unmet.add(function + " is not in the definition of guest " + guest);
    }
  }

  private static void detached(
      Assignments assignments,
      String guest,
      PciAddress function,
      Request request,
      List<String> unmet) {
    Optional<HostFunction> seen = assignments.inventory().at(function);
    boolean recorded =
        assignments.inventory().domains().holding(function).anyMatch(d -> d.name().equals(guest));
    if (request.now() && recorded) {
      unmet.add("XenStore still records " + function + " for guest " + guest + "; " + owner(seen));
    }
    if (request.lasting() && defined(assignments, guest, function)) {
      unmet.add(function + " is still in the definition of guest " + guest);
    }
  }

  private static void made(Assignments assignments, Request.New request, List<String> unmet) {
    String name = request.guest().name();
    Optional<Guest> guest =
        assignments.guests().named(name).stream()
            .filter(one -> one.toolstack() == request.guest().toolstack())
            .findFirst();
    Optional<Definition> definition = guest.flatMap(Guest::definition).map(DefinitionFile::content);
    if (definition.isEmpty()) {
      unmet.add("guest " + name + " is not defined");
    } else if (!definition.get().lacks().isEmpty()) {
      unmet.add("the definition of guest %s lacks %s".formatted(name, definition.get().lacks()));
    }
    if (request.now() && guest.flatMap(Guest::running).isEmpty()) {
      unmet.add("guest " + name + " is not running");
    }
  }

  private static void ready(Assignments assignments, String name, List<String> unmet) {
    assignments.guests().named(name).stream()
        .flatMap(guest -> guest.definition().stream())
        .filter(definition -> !definition.content().lacks().isEmpty())
        .forEach(definition ->
            unmet.add(
                "the definition %s lacks %s"
                    .formatted(definition.file(), definition.content().lacks())));
  }

  private static boolean has(Optional<HostFunction> function, String guest) {
    return function
        .map(HostFunction::owner)
        .filter(owner -> owner instanceof Owner.Guest holder && holder.name().equals(guest))
        .isPresent();
  }

  private static boolean defined(Assignments assignments, String name, PciAddress function) {
    return assignments.guests().named(name).stream()
        .map(Guest::definition)
        .flatMap(Optional::stream)
        .map(definition -> definition.content().functions())
        .anyMatch(functions -> functions.contains(function));
  }

  private static String owner(Optional<HostFunction> function) {
    return function.map(f -> "owner: " + f.owner()).orElse("the function is absent");
  }
}
