package gangway.handover;

import gangway.boot.FileEdit;
import gangway.check.Request;
import gangway.host.Host;
import gangway.toolstack.Definition;
import gangway.toolstack.Guest;
import gangway.toolstack.NewGuest;
import gangway.toolstack.Toolstack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that create a guest: the definition, and the first start. */
final class NewGuestPlan {
  private NewGuestPlan() {}

  static List<Step> steps(Host host, Request.New request) {
    NewGuest guest = request.guest();
    boolean defined =
        host.guests().named(guest.name()).stream()
            .map(Guest::definition)
            .anyMatch(Optional::isPresent);
    List<Step> steps = new ArrayList<>();
    if (!defined) {
      steps.add(define(guest, host.premisesOfNewGuest().definition(guest).orElseThrow()));
    }
    if (request.now()) {
      steps.add(start(guest));
    }
    return steps;
  }

  private static Step define(NewGuest guest, Definition definition) {
    FileEdit edit = new FileEdit(guest.file(), Optional.empty(), Optional.of(definition.text()));
    return switch (definition) {
      case Definition.XlFile _ ->
          Step.replacing("define guest %s for xl".formatted(guest.name()), edit);
      case Definition.LibvirtXml xml ->
          new Step(
              "define guest %s in libvirt".formatted(guest.name()),
              List.of(new Act.Run(Toolstack.define(xml))),
              new StartState.Defined(guest.file()),
              List.of(new Act.Run(Toolstack.undefine(guest))),
              new State.FileIs(guest.file(), Optional.empty()));
    };
  }

  private static Step start(NewGuest guest) {
    return new Step(
        "start guest " + guest.name(),
        List.of(new Act.Run(guest.toolstack().start(guest))),
        new StartState.Started(guest.name(), guest.functions()),
        List.of(new Act.Run(guest.toolstack().end(guest))),
        new SavedState.NotRunning(guest.name()));
  }
}
