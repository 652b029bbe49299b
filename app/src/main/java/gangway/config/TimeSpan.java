package gangway.config;

import gangway.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the configuration writes them: a number and its unit, {@code 90 s} or {@code 5 min}. */
public final class TimeSpan {
  /** What a time may be, for messages and documents. */
  static final String FORM = "a number and a unit (s, min or h), such as 90 s or 5 min";

  private static final Pattern PARTS = Pattern.compile("([0-9]+)[ \t]*(s|min|h)");

  /** Years; longer numbers could not be added to the time of day. */
  private static final int MOST_DIGITS = 7;

  private TimeSpan() {}

  /** The time of a text; empty if the text has another form. */
  static Optional<Duration> parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    OptionalInt number = Text.digits(parts.group(1), MOST_DIGITS);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (parts.group(2)) {
          case "h" -> Duration.ofHours(number.getAsInt());
          case "min" -> Duration.ofMinutes(number.getAsInt());
          default -> Duration.ofSeconds(number.getAsInt());
        });
  }

  /** The text of a time of whole seconds, in its largest unit: {@code 5 min}. */
  public static String text(Duration time) {
    long seconds = time.toSeconds();
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds > 60 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
