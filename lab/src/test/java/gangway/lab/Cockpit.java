package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's Cockpit in dom0, with the page of Gangway.
 *
 * @param address of its login page, on the machine where the lab runs
 */
record Cockpit(String address) {
  static final String OPERATOR = "root";

  /** A user who cannot become root. */
  static final String VIEWER = "alice";

  static final String PASSWORD = "lab";

  private static final int PORT = 9090;
  private static final String FOLDER = "/srv/cockpit";
  private static final String OWN_PACKAGES = "/srv/packages";
  private static final List<String> PACKAGES =
      List.of("cockpit-ws", "cockpit-bridge", "cockpit-system");

  /**
   * Downloads Cockpit and what dom0 lacks for it, installs all in dom0 and then the packages of
   * Gangway, and lets both users log in.
   *
   * @param folder an empty folder for the downloads
   */
  static Cockpit install(Lab lab, Dom0 dom0, Path folder) {
    lab.copy(download(dom0, folder), FOLDER);
    lab.copy(Checkout.packages(), OWN_PACKAGES);
    dom0.must(
        """
        set -e
        export DEBIAN_FRONTEND=noninteractive
        rm -r /opt/gangway /usr/local/bin/gangway
        dpkg -i %1$s/*.deb >/dev/null
        dpkg -i %5$s/gangway_*.deb %5$s/cockpit-gangway_*.deb >/dev/null
        sed -i '/^root$/d' /etc/cockpit/disallowed-users
        printf '[WebService]\nAllowUnencrypted = true\n' > /etc/cockpit/cockpit.conf
        useradd --create-home --shell /bin/bash %3$s
        printf '%2$s:%4$s\n%3$s:%4$s\n' | chpasswd
        systemctl start cockpit.socket
        """
            .formatted(FOLDER, OPERATOR, VIEWER, PASSWORD, OWN_PACKAGES));
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
