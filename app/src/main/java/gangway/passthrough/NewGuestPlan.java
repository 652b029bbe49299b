package gangway.passthrough;

import gangway.boot.FileEdit;
import gangway.host.DomainStart;
import gangway.host.HostSnapshot;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Guest;
import gangway.xen.toolstack.Virsh;
import gangway.xen.toolstack.Xl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that create a guest: the definition, and the first start. */
final class NewGuestPlan {
  private NewGuestPlan() {}

  static List<Step> steps(HostSnapshot host, Request.New request) {
    NewGuest guest = request.guest();
    boolean defined =
        host.guests().named(guest.name()).stream()
            .map(Guest::definition)
            .anyMatch(Optional::isPresent);
    List<Step> steps = new ArrayList<>();
    if (!defined) {
      steps.add(define(guest, host.resources().definition(guest).orElseThrow()));
    }
    if (request.now()) {
      steps.add(start(host, guest));
    }
    return steps;
  }

  private static Step define(NewGuest guest, DefinitionFile definition) {
    FileEdit edit = new FileEdit(guest.file(), Optional.empty(), Optional.of(definition.text()));
    return switch (guest.toolstack()) {
      case XL -> Step.replacing("define guest %s for xl".formatted(guest.name()), edit);
      case LIBVIRT ->
          new Step(
              "define guest %s in libvirt".formatted(guest.name()),
              List.of(new Action.Run(Virsh.define(definition.content()))),
              new GuestCondition.DefinitionExists(guest.file()),
              List.of(new Action.Run(Virsh.undefine(guest))),
              new Condition.FileIs(guest.file(), Optional.empty()));
      case XAPI -> throw Toolstack.notOfXapi();
    };
  }

  private static Step start(HostSnapshot host, NewGuest guest) {
    return switch (guest.toolstack()) {
      case XL -> start(guest, host.resources().start().orElseThrow());
      // libvirtd creates the domain and continues when virsh is killed; its destroy waits for that
      case LIBVIRT ->
          new Step(
              "start guest " + guest.name(),
              List.of(new Action.Run(Virsh.start(guest))),
              new GuestCondition.GuestStarted(guest.name(), guest.functions()),
              List.of(new Action.Run(new Virsh().end(guest))),
              new GuestCondition.GuestNotRunning(guest.name()));
      case XAPI -> throw Toolstack.notOfXapi();
    };
  }

  /** A killed xl can leave a domain with or without the name of the guest. */
  private static Step start(NewGuest guest, DomainStart start) {
    Condition ended = new GuestCondition.GuestNotRunning(guest.name());
    return new Step(
        "start guest " + guest.name(),
        List.of(new Action.Run(Xl.create(guest, start.uuid()))),
        new GuestCondition.GuestStarted(guest.name(), guest.functions()),
        List.of(
            new Action.RunUnless(ended, new Xl().end(guest)), new DestroyUnfinishedStart(start)),
        new Condition.All(List.of(ended, new GuestCondition.NoDomainOfStart(start))));
  }
}
