package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that QEMU reads from another machine. */
class QemuUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aio:nbd:10.0.0.1:10809                          | 10.0.0.1",
        "nbd:[2001:db8::1]:10809:exportname=a            | 2001:db8::1",
        "raw:nbd://store/a                               | store",
        "nbd+tcp://10.0.0.1:10809                        | 10.0.0.1",
        "aio:iscsi://user%secret@10.0.0.1:3260/iqn.x/0   | 10.0.0.1",
        "aio:rbd:pool/img:id=x:mon_host=10.0.0.1\\:6789  | 10.0.0.1",
        "aio:rbd:pool/img:mon_host=[2001:db8::1]\\:6789  | 2001:db8::1",
        "gluster+rdma://10.0.0.1/vol/a.img               | 10.0.0.1",
        "https://[2001:db8::1]/a.iso                     | 2001:db8::1",
        "aio:rbd:pool/img                                |",
        "aio:nbd:unix:/run/nbd.sock                      |",
        "nbd+unix:///a?socket=/run/nbd.sock              |",
        "aio:json:{}                                     |",
        "nbd+unix:///a?socket=/run/nbd.sock&tls-creds=t  |",
        "iscsi://user%se@cret@10.0.0.1/iqn/0             | 10.0.0.1",
        "json:{\"driver\":\"nbd\",\"host\":\"10.0.0.1\"}     | 10.0.0.1",
        "json:{\"file.server.0.host\": \"2001:db8::1\"}   | 2001:db8::1",
        "json:{\"file\":{\"portal\":\"[2001:db8::1]:3260\"}} | 2001:db8::1",
        "json:{\"file.portal\":\"10.0.0.1:3260\"}         | 10.0.0.1",
      })
  void theServerIsFound(String params, String server) {
    assertThat(QemuUrl.of(params).orElseThrow().server()).isEqualTo(Optional.ofNullable(server));
  }

  @Test
  void passwordsAndKeysAreNotShown() {
    assertThat(text("aio:iscsi://user%secret@10.0.0.1/iqn/0")).isEqualTo("iscsi://10.0.0.1/iqn/0");
    assertThat(text("rbd:p/i:id=x:key=secret:mon_host=a")).isEqualTo("rbd:p/i:id=x:mon_host=a");
    assertThat(text("json:{\"password\": \"secret\"}")).isEqualTo("json:...");
    assertThat(text("json:{\"password\": \"secret\", \"host\": \"a\"}"))
        .isEqualTo("json:{\"host\":\"a\"}");
    assertThat(text("rbd:p/i:key=se\\:cret:conf=/etc/c")).isEqualTo("rbd:p/i:conf=/etc/c");
    assertThat(text("rbd:p/i:password=secret")).isEqualTo("rbd:p/i");
    assertThat(text("iscsi://user%se@cret@10.0.0.1/iqn/0")).isEqualTo("iscsi://10.0.0.1/iqn/0");
    assertThat(text("iscsi://user%se?cret@10.0.0.1/iqn/0")).isEqualTo("iscsi:...");
    assertThat(text("https://a/b.iso?token=secret")).isEqualTo("https://a/b.iso");
    assertThat(text("nbd+unix:///a?x=secret&socket=/s")).isEqualTo("nbd+unix:///a?socket=/s");
  }

  /** A disk is known by this text, which is read again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "iscsi://user%secret@10.0.0.1/iqn/0",
        "rbd:p/i:id=x:key=secret:mon_host=10.0.0.1",
        "json:{\"file.portal\":\"[2001:db8::1]:3260\"}",
        "json:{}",
        "nbd+unix:///a?x=secret&socket=/s"
      })
  void theTextIsUnderstoodLikeTheOriginal(String params) {
    QemuUrl url = QemuUrl.of(params).orElseThrow();
    assertThat(QemuUrl.of(url.text())).contains(url);
  }

  private static String text(String params) {
    return QemuUrl.of(params).orElseThrow().text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "aio:", "aio:/srv/nbd:a", "/srv/a.img", "nbd:", "vg/a", "foo:bar"})
  void otherDisksAreNone(String params) {
    assertThat(QemuUrl.of(params)).isEmpty();
  }
}
