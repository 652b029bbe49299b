package gangway.view;

import gangway.host.HostFunction;
import gangway.pci.PciAddress;
import gangway.pci.Placement;
import java.util.List;
import java.util.Optional;

/**
 * A function in a list. The members of {@code function} are members of this object.
 *
 * @param placement the members {@code path} and {@code physicalFunction}
 * @param carries what dom0, its guests and its users have on the function; empty if the list does
 *     not show it
 */
public record ListedFunctionView(
    FunctionView function, Placement placement, Optional<List<CarriedView>> carries)
    implements View {
  public ListedFunctionView {
    carries = carries.map(List::copyOf);
  }

  static ListedFunctionView of(HostFunction function, DevicesReport report, Audience audience) {
    PciAddress address = function.address();
    return new ListedFunctionView(
        FunctionView.of(function, report.operations().of(address), report.names(), audience),
        report.placements().of(address),
        report.carries().map(all -> all.apply(address).stream().map(CarriedView::of).toList()));
  }

  @Override
  public void writeTo(ViewWriter json) {
    function.writeTo(json);
    json.texts("path", placement.path());
    json.text("physicalFunction", placement.physicalFunction());
    carries.ifPresent(shown -> json.objects("carries", shown));
  }
}
