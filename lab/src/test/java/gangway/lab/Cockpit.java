package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's Cockpit in dom0.
 *
 * @param address of its login page, on the machine where the lab runs
 */
record Cockpit(String address) {
  static final String USER = "root";
  static final String PASSWORD = "lab";

  private static final int PORT = 9090;
  private static final String FOLDER = "/srv/cockpit";
  private static final List<String> PACKAGES =
      List.of("cockpit-ws", "cockpit-bridge", "cockpit-system");

  /**
   * Downloads Cockpit and what dom0 lacks for it, installs all in dom0, and lets root log in.
   *
   * @param folder an empty folder for the downloads
   */
  static Cockpit install(Lab lab, Dom0 dom0, Path folder) {
    lab.copy(download(dom0, folder), FOLDER);
    dom0.must(
        """
        set -e
        export DEBIAN_FRONTEND=noninteractive
        dpkg -i %1$s/*.deb >/dev/null
        sed -i '/^root$/d' /etc/cockpit/disallowed-users
        printf '[WebService]\nAllowUnencrypted = true\n' > /etc/cockpit/cockpit.conf
        echo %2$s:%3$s | chpasswd
        systemctl start cockpit.socket
        """
            .formatted(FOLDER, USER, PASSWORD));
    return new Cockpit("http://127.0.0.1:" + lab.forward(PORT));
  }

  /** apt resolves the dependencies against the packages of dom0, not those of this machine. */
  private static Path download(Dom0 dom0, Path folder) {
    try {
      Path status =
          Files.writeString(folder.resolve("status"), dom0.must("cat /var/lib/dpkg/status"));
      Path archives = folder.resolve("archives");
      Files.createDirectories(archives.resolve("partial"));
      List<String> words =
          new ArrayList<>(
              List.of(
                  "apt-get",
                  "-q",
                  "-y",
                  "-o",
                  "Dir::State::status=" + status,
                  "-o",
                  "Dir::Cache::archives=" + archives,
                  "--no-install-recommends",
                  "--download-only",
                  "install"));
      words.addAll(PACKAGES);
      Output output = new HostCommand(words).run();
      assertThat(output.exit()).as(output.out() + output.err()).isZero();
      return archives;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
