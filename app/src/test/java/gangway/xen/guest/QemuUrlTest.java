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
      })
  void theServerIsFound(String params, String server) {
    assertThat(QemuUrl.of(params).orElseThrow().server()).isEqualTo(Optional.ofNullable(server));
  }

  @Test
  void passwordsAndKeysAreNotShown() {
    assertThat(text("aio:iscsi://user%secret@10.0.0.1/iqn/0")).isEqualTo("iscsi://10.0.0.1/iqn/0");
    assertThat(text("rbd:p/i:id=x:key=secret:mon_host=a")).isEqualTo("rbd:p/i:id=x:mon_host=a");
    assertThat(text("json:{\"password\": \"secret\"}")).isEqualTo("json:...");
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
