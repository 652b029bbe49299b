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
          + "(?:pass|pwd|psk|secrets?|tokens?|keys?|apikey|hash|credentials?|cookies?))"
          + "\\d*(?:_?(?:in|out|mutual))?";

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

  /** The same with a value whose quote is not closed: up to the end of the line. */
  private static final Pattern UNCLOSED =
      Pattern.compile(
          "(?<![\\w.-])(" + NAME + "[\"']?\\s*[=:]\\s*[\"'])(?!\\*{3})[^\\r\\n]++",
          Pattern.CASE_INSENSITIVE);

  /** A quote inside a quoted text: with a backslash in JSON, an entity in XML. */
  private static final String INNER_QUOTE = "(?:\\\\++[\"']|&(?:quot|apos|#34|#39|#x2[27]);)";

  /** {@code \"name\": \"value\"} in a quoted text, such as QEMU's {@code json:} in a definition. */
  private static final Pattern QUOTED_INSIDE =
      Pattern.compile(
          "(?<![\\w.-])(%1$s%2$s\\s*[=:]\\s*%2$s)(?:(?!%2$s).)*+".formatted(NAME, INNER_QUOTE),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** The end of a value that was replaced before; what follows is another setting. */
  private static final String NOT_GONE = "(?!\\*{3}(?:[:,&;\\s\"'<\\\\]|$))";

  /** A line that is one setting without quotes; the value may contain blanks. */
  private static final Pattern LINE =
      Pattern.compile(
          "^([ \\t]*" + NAME + "[ \\t]*[=:][ \\t]*)(?![\\s\"'])" + NOT_GONE + "[^\\r\\n]++",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  /** A line of words: GRUB's {@code password root x}, ifupdown's {@code wpa-psk x}. */
  private static final Pattern WORDS =
      Pattern.compile(
          "^([ \\t]*(?:password|passwd|passphrase"
              + "|[\\w-]*-(?:psk|passphrase|passwd|password|key\\d*))"
              + "[ \\t]+)(?![=:\\s])[^\\r\\n]++",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  /** The password of a display in a list of xl.cfg; it ends at the next setting or at the quote. */
  private static final Pattern DISPLAY =
      Pattern.compile(
          "(?<![\\w.-])((?:vnc|spice)_?passw(?:or)?d[ \\t]*=[ \\t]*)(?![\\s\"'])"
              + "(?:(?!,[\\w.-]+=)[^\\r\\n\"'<])++",
          Pattern.CASE_INSENSITIVE);

  /**
   * {@code name=value} without quotes, up to a blank, or to the comma before the next {@code
   * name=}. A quote inside a word is part of the value.
   */
  private static final Pattern BARE =
      Pattern.compile(
          "(?<![\\w.-])("
              + NAME
              + "[ \\t]*[=:][ \\t]*)(?![\\s\"'])"
              + NOT_GONE
              + "(?:(?!,[\\w.-]+=)[^\\s\"'<]|(?<=\\w)[\"'](?=\\w))++",
          Pattern.CASE_INSENSITIVE);

  /** The key in QEMU's name of a Ceph image, which may have the address of a server after it. */
  private static final Pattern CEPH =
      Pattern.compile("(\\brbd:[^\\s\"']*?:key=)(?:\\\\.|[^\\\\\\s:\"'<])*+");

  /** The data of QEMU's secret objects: {@code secret,id=a,data=x}, also in JSON (qemu(1)). */
  private static final Pattern QEMU_SECRET =
      Pattern.compile(
          "(\\bsecret(?:_keyring)?,(?:[\\w.-]+=[^\\s,\"']*,)*data=)(?!\\*{3})[^\\s,\"'<]++"
              + "|(\"qom-type\"\\s*:\\s*\"secret\"[^{}]*?\"data\"\\s*:\\s*\")(?!\\*{3})[^\"]*+");

  /** The secrets of NVMe over fabrics: DH-HMAC-CHAP and TLS (nvme-gen-dhchap-key(1)). */
  private static final Pattern NVME =
      Pattern.compile("\\b(DHHC-1|NVMeTLSkey-1):[0-9a-fA-F]{2}:[\\w+/=]+:?");

  private static final Pattern ELEMENT =
      Pattern.compile(
          "(<(" + NAME + ")(?:\\s[^<>]*)?(?<!/)>)[^<>]+(</|\\z)", Pattern.CASE_INSENSITIVE);

  /**
   * {@code scheme://user:password@}, QEMU's {@code iscsi://user%password@}, and dracut's {@code
   * iscsi:user:password@}. A user's name alone can be a token.
   */
  private static final Pattern IN_URL =
      Pattern.compile(
          "(://)[^\\s/\"'<>]*@|(\\biscsi:)(?!//)[^\\s@\"'<>]*:[^\\s@\"'<>]*@",
          Pattern.CASE_INSENSITIVE);

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
    safe = UNCLOSED.matcher(safe).replaceAll("$1***");
    safe = QUOTED_INSIDE.matcher(safe).replaceAll("$1***");
    safe = IN_URL.matcher(safe).replaceAll("$1$2***@");
    safe = CEPH.matcher(safe).replaceAll("$1***");
    safe = QEMU_SECRET.matcher(safe).replaceAll("$1$2***");
    safe = DISPLAY.matcher(safe).replaceAll("$1***");
    safe = LINE.matcher(safe).replaceAll("$1***");
    safe = WORDS.matcher(safe).replaceAll("$1***");
    safe = BARE.matcher(safe).replaceAll("$1***");
    safe = ELEMENT.matcher(safe).replaceAll("$1***$3");
    safe = NVME.matcher(safe).replaceAll("$1:***");
    safe = PEM.matcher(safe).replaceAll("$1***$2");
    safe = BASE64_KEY.matcher(safe).replaceAll(GONE);
    return HASHED.matcher(safe).replaceAll(GONE);
  }

  /** Replaces the value and keeps its quotes, and its line ends for the numbers of lines. */
  private static String quoted(String whole, String name) {
    char quote = whole.charAt(whole.length() - 1);
    String lineEnds = whole.substring(name.length()).replaceAll("[^\r\n]", "");
    return Matcher.quoteReplacement(name + quote + GONE + lineEnds + quote);
  }

  /**
   * A definition for xl, in which no string has a line end: a quote in a comment does not begin a
   * value that ends in another line.
   */
  static String ofLines(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start) + 1;
      end = end == 0 ? text.length() : end;
      safe.append(of(text.substring(start, end)));
      start = end;
    }
    return safe.toString();
  }

  /** Skips the detailed search for the many texts that are only a number or a word. */
  private static boolean suspicious(String text) {
    return text.length() > 5
        && (text.indexOf('=') >= 0
            || text.indexOf(':') >= 0
            || text.indexOf('$') >= 0
            || text.indexOf('<') >= 0
            || text.indexOf("grub.") >= 0
            || text.indexOf("-----") >= 0
            || WORDS.matcher(text).find());
  }
}
