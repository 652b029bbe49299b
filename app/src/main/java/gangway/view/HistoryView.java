package gangway.view;

import gangway.journal.Journal;
import gangway.journal.Operation;
import java.util.List;

/** Operations, the oldest first: {@code history --json}. */
public record HistoryView(List<OperationView> operations) implements View {
  public HistoryView {
    operations = List.copyOf(operations);
  }

  public static HistoryView of(List<Operation> operations, Journal journal) {
    return new HistoryView(
        operations.stream().map(operation -> OperationView.of(operation, journal)).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("operations", operations);
  }
}
