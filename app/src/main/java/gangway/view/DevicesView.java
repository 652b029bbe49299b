package gangway.view;

import java.util.List;

/** PCI functions of a machine: {@code devices --json}. */
public record DevicesView(List<ListedFunctionView> functions) implements View {
  public DevicesView {
    functions = List.copyOf(functions);
  }

  /** The functions of a report, for those who may read them. */
  public static DevicesView of(DevicesReport report, Audience audience) {
    return new DevicesView(
        report.functions().stream()
            .map(function -> ListedFunctionView.of(function, report, audience))
            .toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("functions", functions);
  }
}
