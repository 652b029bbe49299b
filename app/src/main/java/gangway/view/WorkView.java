package gangway.view;

import java.util.List;
import java.util.Optional;

/**
 * What a command found, planned and did: members of {@link ReportView}.
 *
 * @param request the request that was checked, if it is exactly one
 * @param unusedAccepts the codes that were given with {@code --accept} and match no finding
 * @param steps the steps of all operations, in the order of their plans
 * @param results how each part of the work ended
 * @param remarks findings about the result
 * @param notes what else the administrator should know or do
 */
public record WorkView(
    Optional<RequestView> request,
    List<FindingView> findings,
    List<String> unusedAccepts,
    List<StepView> steps,
    List<ResultView> results,
    List<FindingView> remarks,
    List<String> notes)
    implements View {

  public WorkView {
    findings = List.copyOf(findings);
    unusedAccepts = List.copyOf(unusedAccepts);
    steps = List.copyOf(steps);
    results = List.copyOf(results);
    remarks = List.copyOf(remarks);
    notes = List.copyOf(notes);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.object("request", request);
    json.objects("findings", findings);
    json.texts("unusedAccepts", unusedAccepts);
    json.objects("steps", steps);
    json.objects("results", results);
    json.objects("remarks", remarks);
    json.texts("notes", notes);
  }
}
