package gangway.view;

/**
 * An operation is in the journal.
 *
 * @param operation its id, as {@code gangway history ID} takes it
 */
public record StartedView(String operation) implements View {
  @Override
  public void writeTo(ViewWriter json) {
    json.text("operation", operation);
  }
}
