package gangway.view;

import gangway.journal.Journal;
import gangway.journal.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one operation: {@code history ID --json}. The members of {@code operation} are
 * members of this object.
 *
 * @param steps the steps of its plan; empty if the plan is not known
 * @param files the files that it has changed; empty if the plan is not known
 */
public record OperationDetailsView(
    OperationView operation, Optional<List<StepView>> steps, Optional<List<ChangedFileView>> files)
    implements View {

  public OperationDetailsView {
    steps = steps.map(List::copyOf);
    files = files.map(List::copyOf);
  }

  public static OperationDetailsView of(Operation operation, Journal journal) {
    Optional<PerformedSteps> steps = PerformedSteps.of(operation, journal);
    return new OperationDetailsView(
        OperationView.of(operation, journal),
        steps.map(known -> known.views(operation.id())),
        steps.map(known -> ChangedFiles.of(known).stream().map(ChangedFileView::of).toList()));
  }

  @Override
  public void writeTo(ViewWriter json) {
    operation.writeTo(json);
    steps.ifPresent(known -> json.objects("steps", known));
    files.ifPresent(known -> json.objects("files", known));
  }
}
