package gangway.view;

import java.util.List;
import java.util.Optional;

/**
 * The report of a command: how it ended and, if it failed, why. The members of the parts are
 * members of this object.
 *
 * @param command the words of the command: {@code guard install}
 */
public record ReportView(
    String command,
    ReportOutcome outcome,
    int exitCode,
    Optional<ErrorView> error,
    List<View> parts)
    implements View {

  public ReportView {
    parts = List.copyOf(parts);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("command", command);
    json.text("outcome", Words.of(outcome));
    json.number("exitCode", exitCode);
    json.object("error", error);
    parts.forEach(part -> part.writeTo(json));
  }
}
