package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** {@code gangway watch} as a service of dom0, and its messages in the systemd journal. */
record WatchService(Dom0 dom0) {
  private static final String JOURNAL = "journalctl -u gangway-watch -o cat";
  private static final Duration REPORT_LIMIT = Duration.ofSeconds(30);

  /** Starts the service. */
  static WatchService start(Dom0 dom0) {
    dom0.must(
        "cp /opt/gangway/systemd/gangway-watch.service /etc/systemd/system"
            + " && systemctl -q start gangway-watch");
    WatchService watch = new WatchService(dom0);
    watch.mustReport("watching XenStore");
    return watch;
  }

  /** Waits for a message that matches a basic regular expression, up to a time limit. */
  void mustReport(String pattern) {
    assertThat(dom0.await("%s | grep '%s'".formatted(JOURNAL, pattern), REPORT_LIMIT))
        .as(() -> dom0.must(JOURNAL))
        .isTrue();
  }
}
