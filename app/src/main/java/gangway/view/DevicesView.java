package gangway.view;

import gangway.host.HostFunction;
import gangway.host.OperationsInProgress;
import gangway.pci.PciIds;
import java.util.List;

/** PCI functions of a machine: {@code devices --json}. */
public record DevicesView(List<FunctionView> functions) implements View {
  public DevicesView {
    functions = List.copyOf(functions);
  }

  public static DevicesView of(
      List<HostFunction> functions, OperationsInProgress operations, PciIds names) {
    return new DevicesView(
        functions.stream()
            .map(function -> FunctionView.of(function, operations.of(function.address()), names))
            .toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("functions", functions);
  }
}
