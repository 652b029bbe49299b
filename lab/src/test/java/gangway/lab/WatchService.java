package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** {@code gangway watch} as a service of dom0, and what it tells the journal. */
record WatchService(Dom0 dom0) {
  private static final String JOURNAL = "journalctl -u gangway-watch -o cat";
  private static final Duration TO_TELL = Duration.ofSeconds(30);

  /** Has it watch from now on. */
  static WatchService start(Dom0 dom0) {
    dom0.must(
        "cp /opt/gangway/systemd/gangway-watch.service /etc/systemd/system"
            + " && systemctl -q start gangway-watch");
    WatchService watch = new WatchService(dom0);
    watch.mustTell("watching XenStore");
    return watch;
  }

  /** It tells, in time, something that a basic regular expression describes. */
  void mustTell(String pattern) {
    assertThat(dom0.await("%s | grep '%s'".formatted(JOURNAL, pattern), TO_TELL))
        .as(() -> dom0.must(JOURNAL))
        .isTrue();
  }
}
