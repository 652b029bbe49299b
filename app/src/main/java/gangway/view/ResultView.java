package gangway.view;

import java.util.Optional;

/**
 * How one part of a command's work ended; most commands have one part.
 *
 * @param subject the guest, the operation or the system that the part is about, if a command has
 *     several parts
 * @param message the state that was reached
 */
public record ResultView(
    ReportOutcome outcome,
    Optional<String> subject,
    Optional<String> message,
    Optional<ErrorView> error)
    implements View {

  /** A part that ended without an error. */
  public static ResultView of(ReportOutcome outcome, Optional<String> subject, String message) {
    return new ResultView(outcome, subject, Optional.of(message), Optional.empty());
  }

  /** A part that ended with an error. */
  public static ResultView of(ReportOutcome outcome, String subject, ErrorView error) {
    return new ResultView(outcome, Optional.of(subject), Optional.empty(), Optional.of(error));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("outcome", Words.of(outcome));
    json.text("subject", subject);
    json.text("message", message);
    json.object("error", error);
  }
}
