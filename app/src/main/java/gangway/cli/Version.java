package gangway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The program's version, written by the build. */
final class Version {
  private Version() {}

  static String text() {
    Properties properties = new Properties();
    try (InputStream stream = Version.class.getResourceAsStream("/gangway/version.properties")) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }
}
