package gangway.view;

import gangway.guard.Risk;
import gangway.guard.Risks;
import gangway.machine.Machine;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Drift;
import gangway.xen.guest.Guest;
import gangway.xen.guest.GuestViews;
import gangway.xen.guest.HotPlug;
import gangway.xen.protocol.GuestType;
import java.util.List;
import java.util.Optional;

/**
 * A guest.
 *
 * @param running what only a guest with a domain has
 * @param definitions its definitions
 * @param drift the functions for which the running guest, libxl's record and the definition differ
 * @param hotplug whether the guest can be given functions while it runs, if that is known
 */
public record GuestView(
    String name,
    Toolstack toolstack,
    Optional<Running> running,
    List<DefinitionView> definitions,
    List<DriftView> drift,
    Optional<HotplugView> hotplug)
    implements View {

  /** Whether a guest runs. */
  public enum State {
    RUNNING,
    PAUSED,
    SUSPENDED,
    OFF;

    public static State of(Guest guest) {
      if (guest.running().isEmpty()) {
        return OFF;
      }
      return switch (guest.state()) {
        case PAUSED -> PAUSED;
        case SUSPENDED -> SUSPENDED;
        case RUNNING, HALTED, UNKNOWN -> RUNNING;
      };
    }

    /** {@code running}. */
    @Override
    public String toString() {
      return Words.of(this);
    }
  }

  /**
   * What only a guest with a domain has: it runs, or is paused or suspended.
   *
   * @param functions what the guest has by XenStore
   * @param risk what a save would do to it
   */
  public record Running(
      State state,
      int domid,
      GuestType type,
      String uuid,
      List<GuestFunctionView> functions,
      RiskView risk) {
    public Running {
      functions = List.copyOf(functions);
    }

    private static Running of(Domain domain, State state, GuestViews views, Risk risk) {
      return new Running(
          state,
          domain.domid(),
          domain.type(),
          domain.uuid(),
          GuestFunctionView.of(domain, views),
          RiskView.of(risk));
    }
  }

  public GuestView {
    definitions = List.copyOf(definitions);
    drift = List.copyOf(drift);
  }

  static GuestView of(Machine machine, Guest guest, GuestViews views) {
    return new GuestView(
        guest.name(),
        guest.toolstack(),
        guest
            .running()
            .map(domain ->
                Running.of(
                    domain,
                    State.of(guest),
                    views,
                    Risks.apartFromOperations(machine, guest, domain))),
        guest.definitions().stream().map(DefinitionView::of).toList(),
        Drift.of(guest).stream().map(DriftView::of).toList(),
        HotPlug.of(guest).map(HotplugView::of));
  }

  private State state() {
    return running.map(Running::state).orElse(State.OFF);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("name", name);
    json.text("toolstack", toolstack);
    json.text("state", state());
    running.ifPresent(domain -> {
      json.number("domid", domain.domid());
      json.text("type", domain.type());
      json.text("uuid", domain.uuid());
    });
    json.objects("functions", running.map(Running::functions).orElse(List.of()));
    json.objects("definitions", definitions);
    json.objects("drift", drift);
    json.object("hotplug", hotplug);
    json.object("risk", running.map(Running::risk));
  }
}
