package gangway.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Points in time as an operator reads them: {@code 2026-11-22 17:20:05}, in the local zone. */
final class Times {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Times() {}

  static String of(Instant time) {
    return FORM.format(time);
  }
}
