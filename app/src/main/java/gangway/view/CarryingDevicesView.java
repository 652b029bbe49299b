package gangway.view;

import gangway.check.Carried;
import gangway.host.HostFunction;
import gangway.host.OperationsInProgress;
import gangway.pci.PciAddress;
import gangway.pci.PciIds;
import java.util.List;
import java.util.function.Function;

/** PCI functions of a machine, and what they carry: {@code devices --carries --json}. */
public record CarryingDevicesView(List<CarryingFunction> functions) implements View {
  /** A function; its members are those of {@link FunctionView}, and {@code carries}. */
  public record CarryingFunction(FunctionView function, List<CarriedView> carries) implements View {
    public CarryingFunction {
      carries = List.copyOf(carries);
    }

    @Override
    public void writeTo(ViewWriter json) {
      function.writeTo(json);
      json.objects("carries", carries);
    }
  }

  public CarryingDevicesView {
    functions = List.copyOf(functions);
  }

  public static CarryingDevicesView of(
      List<HostFunction> functions,
      OperationsInProgress operations,
      PciIds names,
      Function<PciAddress, List<Carried>> carries) {
    return new CarryingDevicesView(
        functions.stream()
            .map(function ->
                new CarryingFunction(
                    FunctionView.of(function, operations.of(function.address()), names),
                    carries.apply(function.address()).stream().map(CarriedView::of).toList()))
            .toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("functions", functions);
  }
}
