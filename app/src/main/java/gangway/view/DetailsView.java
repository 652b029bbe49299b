package gangway.view;

import gangway.Answer;
import gangway.host.Xen;
import gangway.pci.Details;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything about one function: {@code show --json}. The members of {@code function} are members
 * of this object.
 *
 * @param carries what dom0, its guests and its users have on the function
 * @param guestView what the guest that has the function sees of it
 * @param path the bridges above the function, from the root complex down
 * @param siblings the other functions of the device
 * @param answers whether the function answers; written only if it does not
 * @param xenIommu whether Xen uses an IOMMU; unknown on a machine without Xen
 */
public record DetailsView(
    FunctionView function,
    List<CarriedView> carries,
    Optional<FunctionInGuestView> guestView,
    Optional<String> subsystemName,
    List<PciAddress> path,
    List<PciAddress> siblings,
    Answer xenIommu,
    OptionalInt iommuGroup,
    OptionalInt numaNode,
    List<String> resetMethods,
    boolean functionLevelReset,
    OptionalInt irq,
    List<Integer> msiIrqs,
    List<BarView> bars,
    List<PciAddress> virtualFunctions,
    Optional<PciAddress> physicalFunction,
    boolean answers,
    List<CapabilityView> capabilities)
    implements View {

  public DetailsView {
    carries = List.copyOf(carries);
    path = List.copyOf(path);
    siblings = List.copyOf(siblings);
    resetMethods = List.copyOf(resetMethods);
    msiIrqs = List.copyOf(msiIrqs);
    bars = List.copyOf(bars);
    virtualFunctions = List.copyOf(virtualFunctions);
    capabilities = List.copyOf(capabilities);
  }

  public static DetailsView of(FunctionReport report, Audience audience) {
    Details details = report.details();
    PciFunction function = report.host().function();
    return new DetailsView(
        FunctionView.of(report.host(), report.transit(), report.names(), audience),
        report.carries().stream().map(CarriedView::of).toList(),
        FunctionInGuestView.of(report.inside()),
        report.names().subsystem(function.id(), function.subsystem()),
        details.path(),
        details.siblings(),
        report.xen().map(Xen::iommu).orElse(Answer.UNKNOWN),
        details.iommuGroup(),
        details.numaNode(),
        details.resetMethods(),
        details.functionLevelReset(),
        details.interrupt(),
        details.messages(),
        details.bars().stream().map(BarView::of).toList(),
        details.virtualFunctions(),
        details.physicalFunction(),
        details.answers(),
        details.capabilities().stream().map(CapabilityView::of).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    function.writeTo(json);
    json.objects("carries", carries);
    json.object("guestView", guestView);
    json.text("subsystemName", subsystemName);
    json.texts("path", path);
    json.texts("siblings", siblings);
    json.flag("xenIommu", xenIommu);
    json.number("iommuGroup", iommuGroup);
    json.number("numaNode", numaNode);
    json.texts("resetMethods", resetMethods);
    json.flag("functionLevelReset", functionLevelReset);
    json.number("irq", irq);
    json.numbers("msiIrqs", msiIrqs);
    json.objects("bars", bars);
    json.texts("virtualFunctions", virtualFunctions);
    json.text("physicalFunction", physicalFunction);
    if (!answers) {
      json.flag("answers", false);
    }
    json.objects("capabilities", capabilities);
  }
}
