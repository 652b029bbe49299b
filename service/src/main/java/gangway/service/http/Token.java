package gangway.service.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret of {@code --web}: 256 bits, new at each start of the service. */
public record Token(String text) {
  private static final int BYTES = 32;

  static Token random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Token(HexFormat.of().formatHex(bytes));
  }

  /** Compares in a time that does not depend on the text. */
  boolean is(String given) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** Not the secret: this text can get into a log. */
  @Override
  public String toString() {
    return "a token";
  }
}
