package gangway.passthrough;

import static java.util.stream.Collectors.joining;

import gangway.boot.FileEdit;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.HotPlugs;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.protocol.Readiness;
import gangway.xen.toolstack.GuestCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** The steps that attach functions to a guest and detach them. */
final class GuestPlan {
  private GuestPlan() {}

  static List<Step> attach(HostSnapshot host, Request.Attach request) {
    Guest guest = host.guests().named(request.guest()).getFirst();
    List<Step> steps = new ArrayList<>();
    if (request.lasting()) {
      DefinitionFile now = guest.definition().orElseThrow();
      steps.addAll(redefine("edit the definition " + now.file(), now, request, Definition::with));
    }
    if (request.now()) {
      Domain domain = guest.running().orElseThrow();
      List<PciAddress> lacks =
          request.functions().stream().filter(f -> !has(host, domain, f)).toList();
      steps.addAll(count(host, domain, lacks));
      lacks.forEach(function -> steps.add(give(guest, domain, function)));
    }
    return steps;
  }

  static List<Step> detach(HostSnapshot host, Request.Detach request) {
    Guest guest = host.guests().named(request.guest()).getFirst();
    List<Step> steps = new ArrayList<>();
    if (request.lasting()) {
      steps.addAll(undefine(guest, request));
    }
    if (request.now()) {
      Domain domain = guest.running().orElseThrow();
      List<PciAddress> has =
          request.functions().stream().filter(f -> has(host, domain, f)).toList();
      steps.addAll(count(host, domain, has));
      // the guest must release all functions of one interrupt line before the first is detached
      if (domain.protocol().asksBeforeDetach()) {
        has.forEach(function -> steps.add(letGo(guest, domain, function, request.manner())));
      }
      has.forEach(function -> steps.add(take(guest, domain, function, request.manner())));
    }
    return steps;
  }

  static List<Step> ready(HostSnapshot host, Request.Ready request) {
    DefinitionFile file =
        host.guests().named(request.guest()).getFirst().definition().orElseThrow();
    Definition now = file.content();
    String settings = now.lacks().stream().map(Readiness::toString).collect(joining(", "));
    return now.lacks().isEmpty()
        ? List.of()
        : List.of(
            DefinitionStep.of("set %s in %s".formatted(settings, file.file()), file, now.ready()));
  }

  /** Never undone: the guest has seen the hot-plug, also if it failed. */
  private static List<Step> count(HostSnapshot host, Domain domain, List<PciAddress> functions) {
    HotPlugs before = Objects.requireNonNull(host.hotPlugs().get(domain.domid()));
    int count = before.count() + functions.size();
    FileEdit edit = before.counting(count);
    return functions.isEmpty()
        ? List.of()
        : List.of(
            new Step(
                "count the hot-plugs of guest %s since its start: %s"
                    .formatted(domain.name(), count),
                List.of(new Action.ReplaceFile(edit)),
                new Condition.FileIs(edit.file(), edit.after()),
                List.of(),
                new Condition.NeverUndone()));
  }

  private static Step give(Guest guest, Domain domain, PciAddress function) {
    return new Step(
        "attach %s to guest %s".formatted(function, guest.name()),
        List.of(
            new AttachByToolstack(
                domain.domid(), GuestCommands.of(guest.toolstack()).attach(domain, function))),
        new AssignmentCondition.GuestHas(domain.domid(), function),
        List.of(
            new DetachAction.RequestDetach(domain.domid(), function, Manner.ORDERLY),
            pull(guest, domain, function),
            new DetachAction.RemoveStaleAssignment(domain.domid(), function)),
        new AssignmentCondition.GuestLacks(domain.domid(), function));
  }

  /**
   * Comes before the toolstack acts: the guest's driver must leave the device while the device
   * still works.
   */
  private static Step letGo(Guest guest, Domain domain, PciAddress function, Manner manner) {
    return new Step(
        "request guest %s to release %s".formatted(guest.name(), function),
        List.of(new DetachAction.RequestDetach(domain.domid(), function, manner)),
        new AssignmentCondition.GuestReleased(domain.domid(), function),
        List.of(
            new DetachAction.RequireNoSave(domain.domid(), function),
            new DetachAction.CancelDetach(domain.domid(), function)),
        new AssignmentCondition.GuestHas(domain.domid(), function));
  }

  private static Step take(Guest guest, Domain domain, PciAddress function, Manner manner) {
    Action pull = pull(guest, domain, function);
    return new Step(
        "detach %s from guest %s".formatted(function, guest.name()),
        switch (manner) {
          case ORDERLY ->
              List.of(new DetachAction.RequireUnsharedIrq(domain.domid(), function), pull);
          case FORCED -> List.of(pull);
        },
        new AssignmentCondition.GuestLacks(domain.domid(), function),
        // an interrupted toolstack must detach the function again before it can attach it
        List.of(
            new DetachAction.RequireNoSave(domain.domid(), function),
            pull,
            attach(guest, domain, function)),
        new Condition.UndoneFirst(
            onRecord(domain, function),
            new AssignmentCondition.GuestReleased(domain.domid(), function)));
  }

  private static Condition onRecord(Domain domain, PciAddress function) {
    return domain.noted().contains(function)
        ? new AssignmentCondition.GuestNoted(domain.domid(), function)
        : new AssignmentCondition.GuestOnRecord(domain.domid(), function);
  }

  private static Action attach(Guest guest, Domain domain, PciAddress function) {
    return new Action.Run(GuestCommands.of(guest.toolstack()).attach(domain, function));
  }

  private static Action pull(Guest guest, Domain domain, PciAddress function) {
    return new DetachAction.DetachByToolstack(
        domain.domid(), function, GuestCommands.of(guest.toolstack()).detach(domain, function));
  }

  private static boolean has(HostSnapshot host, Domain domain, PciAddress function) {
    return host.inventory()
        .at(function)
        .map(HostFunction::owner)
        .filter(owner -> owner instanceof Owner.Guest g && g.domid() == domain.domid())
        .isPresent();
  }

  /** Removes functions from a guest's definition; says which of their settings go with them. */
  private static List<Step> undefine(Guest guest, Request.Detach request) {
    DefinitionFile now = guest.definition().orElseThrow();
    String settings =
        request.functions().stream()
            .filter(function -> !now.content().settings(function).isEmpty())
            .map(function ->
                "; removes the settings of %s: %s"
                    .formatted(function, String.join(", ", now.content().settings(function))))
            .collect(joining());
    return redefine(
        "edit the definition " + now.file() + settings, now, request, Definition::without);
  }

  /**
   * Edits a guest's definition, function by function; no step if the definition needs no change.
   */
  private static List<Step> redefine(
      String says,
      DefinitionFile now,
      Request request,
      BiFunction<Definition, PciAddress, Definition> change) {
    Definition then = now.content();
    for (PciAddress function : request.functions()) {
      then = change.apply(then, function);
    }
    return now.text().equals(then.text()) ? List.of() : List.of(DefinitionStep.of(says, now, then));
  }
}
