package gangway.view;

import java.util.List;
import java.util.Optional;

/**
 * An event of a command, as {@code --json-lines} prints it at once. The members of the parts are
 * members of this object.
 *
 * @param event its name: {@code step-begun}
 * @param subject the guest, the operation or the issue that the event is about
 * @param message what happens
 */
public record ProgressView(
    String event, Optional<String> subject, Optional<String> message, List<View> parts)
    implements View {

  public ProgressView {
    parts = List.copyOf(parts);
  }

  public static ProgressView of(String event, View... parts) {
    return new ProgressView(event, Optional.empty(), Optional.empty(), List.of(parts));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("event", event);
    json.text("subject", subject);
    json.text("message", message);
    parts.forEach(part -> part.writeTo(json));
  }
}
