package gangway.view;

import gangway.journal.UnreadableOperation;
import java.time.Instant;
import java.util.Optional;

/**
 * An operation in the journal that this version of Gangway cannot read.
 *
 * @param started when the operation began, if that is known
 * @param version the version of Gangway that wrote the operation, if that can be read
 * @param open whether the operation has not ended; it then blocks all operations
 * @param reason what could not be read
 * @param remedy what to do
 */
public record UnreadableOperationView(
    String id,
    Optional<Instant> started,
    Optional<String> version,
    boolean open,
    String reason,
    String remedy)
    implements View {

  static UnreadableOperationView of(UnreadableOperation operation) {
    return new UnreadableOperationView(
        operation.id(),
        operation.begun(),
        operation.version(),
        operation.open(),
        operation.reason(),
        operation.remedy());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("id", id);
    json.text("started", started);
    json.text("version", version);
    json.flag("open", open);
    json.text("reason", reason);
    json.text("remedy", remedy);
  }
}
