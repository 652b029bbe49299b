package gangway.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The ids of operations begin with their time: {@code 20261129T020918.551-4711}. */
final class OperationId {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

  private OperationId() {}

  /** The time in an id; empty if the id has another form. */
  static Optional<Instant> begun(String id) {
    try {
      return Optional.of(TIME.parse(id.split("-", 2)[0], Instant::from));
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }
}
