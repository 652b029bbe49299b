package gangway.view;

import gangway.declaration.Change;
import gangway.pci.PciAddress;
import gangway.request.Request.Reach;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a host differs from a declaration: {@code apply --json}. */
public record ChangesView(List<Entry> changes) implements View {

  /**
   * A difference.
   *
   * @param change {@code hide}, {@code detach} or {@code attach}
   * @param now whether the host differs now
   * @param persistent whether it differs after reboot, or in the guest's definition
   */
  public record Entry(
      String change, PciAddress function, Optional<String> guest, boolean now, boolean persistent)
      implements View {

    static Entry of(Change change) {
      return switch (change) {
        case Change.Hide(PciAddress function, Set<Reach> reach) ->
            of("hide", function, Optional.empty(), reach);
        case Change.Detach(String guest, PciAddress function, Set<Reach> reach) ->
            of("detach", function, Optional.of(guest), reach);
        case Change.Attach(String guest, PciAddress function, Set<Reach> reach) ->
            of("attach", function, Optional.of(guest), reach);
      };
    }

    private static Entry of(
        String change, PciAddress function, Optional<String> guest, Set<Reach> reach) {
      return new Entry(
          change, function, guest, reach.contains(Reach.NOW), reach.contains(Reach.LASTING));
    }

    @Override
    public void writeTo(ViewWriter json) {
      json.text("change", change);
      json.text("function", function);
      json.text("guest", guest);
      json.flag("now", now);
      json.flag("persistent", persistent);
    }
  }

  public ChangesView {
    changes = List.copyOf(changes);
  }

  public static ChangesView of(List<Change> changes) {
    return new ChangesView(changes.stream().map(Entry::of).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("changes", changes);
  }
}
