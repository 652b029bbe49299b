package gangway.view;

import gangway.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What stopped a command, or a part of its work.
 *
 * @param kind the effect on the host
 * @param code the reason, if programs recognize it
 * @param message the blocker, in one sentence
 */
public record ErrorView(
    Problem.Kind kind,
    Optional<Problem.Reason> code,
    String message,
    List<String> evidence,
    Optional<String> remedy)
    implements View {

  public ErrorView {
    evidence = List.copyOf(evidence);
  }

  public static ErrorView of(Problem problem) {
    return new ErrorView(
        problem.kind(),
        problem.reason(),
        problem.blocker(),
        problem.evidence(),
        Optional.of(problem.remedy()).filter(remedy -> !remedy.isEmpty()));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("kind", Words.of(kind));
    json.text("code", code.map(Words::of));
    json.text("message", message);
    json.texts("evidence", evidence);
    json.text("remedy", remedy);
  }
}
