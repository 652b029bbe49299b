package gangway.machine.capture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from texts: the values of settings whose names suggest a secret, in the notations
 * of xl.cfg, domain XML, JSON, kernel command lines and plain configuration files. Quotes are kept,
 * so that the text can still be parsed.
 */
final class Redaction {
  static final String GONE = "***";

  /**
   * Names like {@code vncpasswd}, {@code rd.iscsi.password}, {@code api-key}; but not {@code
   * keymap}, and not {@code key-0}, which is a number of pciback in XenStore.
   */
  private static final String NAME =
      "(?:[\\w.-]*passw(?:or)?d|[\\w.-]*passphrase|(?:[\\w.-]*[._-])?"
          + "(?:pass|pwd|psk|secrets?|tokens?|keys?|apikey|hash|credentials?))(?:_?(?:in|out|mutual))?";

  private static final Pattern SECRET_NAME = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

  /**
   * {@code name = "value"}, with or without quotes around the name, with an equals sign or a colon.
   */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<![\\w.-])("
              + NAME
              + "[\"']?\\s*[=:]\\s*)(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^'\\\\]++|\\\\.)*+')",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * {@code name=value} without quotes, up to a blank, or to the comma before the next {@code
   * name=}.
   */
  private static final Pattern BARE =
      Pattern.compile(
          "(?<![\\w.-])(" + NAME + "[ \\t]*[=:][ \\t]*)(?![\\s\"'])(?:(?!,[\\w.-]+=)[^\\s\"'<])++",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ELEMENT =
      Pattern.compile("(<(" + NAME + ")(?:\\s[^<>]*)?>)[^<>]+(</)", Pattern.CASE_INSENSITIVE);

  /** {@code scheme://user:password@}, and dracut's {@code iscsi:user:password@}. */
  private static final Pattern IN_URL =
      Pattern.compile("(://|\\biscsi:)[^\\s/@\"']*:[^\\s/@\"']*@", Pattern.CASE_INSENSITIVE);

  private static final Pattern PEM =
      Pattern.compile("(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END|\\z)", Pattern.DOTALL);

  /** Password hashes of crypt(5) and GRUB. */
  private static final Pattern HASHED =
      Pattern.compile(
          "\\$(?:[1-9a-z]|2[abxy]|gy|sha1|md5)\\$[\\w./$,=+-]{8,}|grub\\.pbkdf2\\.[\\w.]+");

  /** 32 bytes in base64, the form of WireGuard's keys. */
  private static final Pattern BASE64_KEY =
      Pattern.compile("(?<![\\w+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![\\w+/=])");

  private Redaction() {}

  /** Whether the whole content under this name is a secret. */
  static boolean secret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  static String of(String text) {
    if (!suspicious(text)) {
      return text;
    }
    String safe = QUOTED.matcher(text).replaceAll(match -> quoted(match.group(), match.group(1)));
    safe = BARE.matcher(safe).replaceAll("$1***");
    safe = ELEMENT.matcher(safe).replaceAll("$1***$3");
    safe = IN_URL.matcher(safe).replaceAll("$1***@");
    safe = PEM.matcher(safe).replaceAll("$1***$2");
    safe = BASE64_KEY.matcher(safe).replaceAll(GONE);
    return HASHED.matcher(safe).replaceAll(GONE);
  }

  /** Replaces the value and keeps its quotes. */
  private static String quoted(String whole, String name) {
    char quote = whole.charAt(whole.length() - 1);
    return Matcher.quoteReplacement(name + quote + GONE + quote);
  }

  /** Skips the detailed search for the many texts that are only a number or a word. */
  private static boolean suspicious(String text) {
    return text.length() > 5
        && (text.indexOf('=') >= 0
            || text.indexOf(':') >= 0
            || text.indexOf('$') >= 0
            || text.indexOf('<') >= 0
            || text.indexOf("grub.") >= 0);
  }
}
