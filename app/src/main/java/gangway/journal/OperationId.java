package gangway.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ids of operations begin with their time: {@code 20261129T020918.551-4711}. */
final class OperationId {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

  /** Also of those that earlier versions gave. */
  private static final Pattern FORM = Pattern.compile("[0-9]{8}[T-][0-9]{6}[-.0-9]*");

  private OperationId() {}

  /** Whether a name has the form of an id; no other file or folder belongs to the journal. */
  static boolean is(String name) {
    return FORM.matcher(name).matches();
  }

  /** The time in an id; empty if the id has another form. */
  static Optional<Instant> begun(String id) {
    try {
      return Optional.of(TIME.parse(id.split("-", 2)[0], Instant::from));
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }
}
