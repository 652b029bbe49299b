package gangway.view;

import gangway.Sha256;
import gangway.Text;
import java.util.Optional;

/**
 * The size of a file that an operation changed; and, if its content cannot be shown, its checksum.
 *
 * @param bytes the size of the file
 * @param sha256 the checksum in hexadecimal digits
 */
public record FileContentView(long bytes, Optional<String> sha256) implements View {

  /** A content whose difference to another one is shown. */
  static FileContentView ofShown(String text) {
    return new FileContentView(Text.bytes(text).length, Optional.empty());
  }

  /** A content that is not a text, or is too long to be shown. */
  static FileContentView ofOpaque(String text) {
    byte[] bytes = Text.bytes(text);
    return new FileContentView(bytes.length, Optional.of(Sha256.of(bytes)));
  }

  @Override
  public String toString() {
    return bytes + " bytes" + sha256.map(sum -> ", SHA-256 " + sum).orElse("");
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.number("bytes", bytes);
    json.text("sha256", sha256);
  }
}
