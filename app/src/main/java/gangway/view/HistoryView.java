package gangway.view;

import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.UnreadableOperation;
import java.util.List;

/**
 * Operations: {@code history --json}.
 *
 * @param operations the oldest first: {@link OperationView}, or the {@link OperationDetailsView} of
 *     one operation
 * @param unreadable those that this version of Gangway cannot read, the oldest first
 */
public record HistoryView(List<? extends View> operations, List<UnreadableOperationView> unreadable)
    implements View {
  public HistoryView {
    operations = List.copyOf(operations);
    unreadable = List.copyOf(unreadable);
  }

  public static HistoryView of(
      List<Operation> operations, List<UnreadableOperation> unreadable, Journal journal) {
    return new HistoryView(
        operations.stream().map(operation -> OperationView.of(operation, journal)).toList(),
        unreadable.stream().map(UnreadableOperationView::of).toList());
  }

  /** Everything about the operations that an id names: one, readable or not. */
  public static HistoryView detailed(
      List<Operation> operations, List<UnreadableOperation> unreadable, Journal journal) {
    return new HistoryView(
        operations.stream().map(one -> OperationDetailsView.of(one, journal)).toList(),
        unreadable.stream().map(UnreadableOperationView::of).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("operations", operations);
    json.objects("unreadable", unreadable);
  }
}
