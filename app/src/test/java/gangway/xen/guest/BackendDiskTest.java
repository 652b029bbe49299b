package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.xenstore.MapXenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The disks that dom0 serves to its guests, read from XenStore. */
class BackendDiskTest {
  private static final String BACKENDS = "/local/domain/0/backend/";

  private final MapXenStore store = new MapXenStore();

  @Test
  void disksOfEveryBackendAreRead() {
    store
        .with(BACKENDS + "vbd/3/51712/params", "/dev/vg/pv1")
        .with(BACKENDS + "vbd/3/51712/physical-device", "fd:1f")
        .with(BACKENDS + "qdisk/3/51728/params", "qcow2:/srv/pv1.qcow2")
        .with(BACKENDS + "vbd3/4/51712/physical-device", "7:0");
    assertThat(BackendDisk.read(store))
        .containsOnlyKeys(3, 4)
        .containsEntry(
            3,
            List.of(
                new BackendDisk(
                    "/dev/vg/pv1", Optional.of(Path.of("/dev/vg/pv1")), Optional.of("253:31")),
                new BackendDisk(
                    "/srv/pv1.qcow2", Optional.of(Path.of("/srv/pv1.qcow2")), Optional.empty())))
        .containsEntry(4, List.of(new BackendDisk("7:0", Optional.empty(), Optional.of("7:0"))));
  }

  @ParameterizedTest
  @CsvSource({
    "vbd,   params",
    "vbd,   physical-device-path",
    "vbd3,  params",
    "qdisk, params",
    "tap,   params",
    "tap,   tapdisk-params",
  })
  void thePathOfADiskIsFoundUnderEveryKey(String kind, String key) {
    store.with(BACKENDS + kind + "/3/51712/" + key, "/srv/pv1.img");
    assertThat(BackendDisk.read(store).get(3))
        .extracting(BackendDisk::name)
        .containsExactly("/srv/pv1.img");
  }

  @Test
  void theNumberOfDisksIsLimited() {
    for (int i = 0; i < 2000; i++) {
      store.with(BACKENDS + "vbd/3/" + i + "/params", "/dev/x" + i);
    }
    assertThat(BackendDisk.read(store).get(3)).hasSizeLessThan(1000);
  }
}
