package gangway.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Formats points in time: {@code 2026-11-22 17:20:05}, in the local time zone. */
final class Times {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Times() {}

  static String of(Instant time) {
    return FORM.format(time);
  }
}
