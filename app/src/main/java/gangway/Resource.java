package gangway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that come with the program. */
public final class Resource {
  private Resource() {}

  /**
   * The text of one.
   *
   * @param near a class of the package that the file is in
   * @param name its name there, or from the root on, with a slash before it
   */
  public static String text(Class<?> near, String name) {
    try (InputStream text = near.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
