package gangway.journal;

import gangway.Problem;
import gangway.Text;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The user for whom a service of root starts a command: the process is root's, and the journal must
 * name the user who asked for the operation.
 *
 * <p>The service passes the caller in the environment variable {@link #VARIABLE}, as {@code UID
 * USER FROM}: {@code 1000 alice cockpit 192.0.2.7}. The variable is believed only in a process of
 * root. Other users cannot change anything, and so have no operation to record. A lie is possible
 * only for root, who can also write the journal itself; sudo removes the variable unless its
 * configuration keeps it. Programs that Gangway starts do not get the variable.
 *
 * @param uid the number of the user
 * @param user the name of the user, without blanks
 * @param from how the request came: {@code socket}, {@code cockpit 192.0.2.7}
 */
public record Caller(long uid, String user, Optional<String> from) {
  /** The environment variable. */
  public static final String VARIABLE = "GANGWAY_CALLER";

  private static final int MAX_UID_DIGITS = 10;
  private static final long MAX_UID = 0xffff_ffffL;
  private static final Pattern USER = Pattern.compile("[\\p{Graph}&&\\p{ASCII}]{1,64}");
  private static final Pattern FROM =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,126}[\\x21-\\x7e])?");

  public Caller {
    if (uid < 0
        || uid > MAX_UID
        || !USER.matcher(user).matches()
        || !from.map(text -> FROM.matcher(text).matches()).orElse(true)) {
      throw new IllegalArgumentException("not a caller: " + uid + " " + user);
    }
  }

  /**
   * The caller that the environment of a process of root names, if any.
   *
   * @throws Problem of kind USAGE if the variable has another form: an operation must not be
   *     recorded for the wrong user
   */
  static Optional<Caller> of(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = text.split(" ", 3);
    try {
      return Optional.of(
          new Caller(
              Text.longDigits(parts[0], MAX_UID_DIGITS).orElse(-1),
              parts.length > 1 ? parts[1] : "",
              parts.length > 2 ? Optional.of(parts[2]) : Optional.empty()));
    } catch (IllegalArgumentException invalid) {
      throw Problem.usage(
          "the environment variable %s does not name a user".formatted(VARIABLE),
          "unset it; only services set it, as 'UID USER FROM'");
    }
  }

  /** The value of the variable. */
  @Override
  public String toString() {
    return uid + " " + user + from.map(text -> " " + text).orElse("");
  }

  /** The user in the journal, whose format has one text for the user. */
  String recorded() {
    return "%s (uid %d)".formatted(user, uid);
  }
}
