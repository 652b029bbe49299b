package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.definition.OtherDisk;
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
                disk("/dev/vg/pv1", Optional.of(Path.of("/dev/vg/pv1")), Optional.of("253:31")),
                disk("/srv/pv1.qcow2", Optional.of(Path.of("/srv/pv1.qcow2")), Optional.empty())))
        .containsEntry(4, List.of(disk("7:0", Optional.empty(), Optional.of("7:0"))));
  }

  private static BackendDisk disk(String name, Optional<Path> path, Optional<String> number) {
    return new BackendDisk(name, path, number, Optional.empty());
  }

  private List<BackendDisk> with(String key, String value) {
    store.with(BACKENDS + "vbd/3/51712/" + key, value);
    return BackendDisk.read(store).getOrDefault(3, List.of());
  }

  @Test
  void theTargetOfAScriptIsNoPath() {
    with("params", "/dev/ram0");
    assertThat(with("script", "/etc/xen/scripts/block"))
        .extracting(BackendDisk::path)
        .containsExactly(Optional.of(Path.of("/dev/ram0")));
    BackendDisk custom = with("script", "/etc/xen/scripts/block-custom").getFirst();
    assertThat(custom.path()).isEmpty();
    assertThat(custom.other()).contains(OtherDisk.ofScript("/dev/ram0", "block-custom"));
    assertThat(custom.name()).isEqualTo("(script block-custom)");
    assertThat(with("physical-device-path", "/dev/sdb").getFirst().path())
        .contains(Path.of("/dev/sdb"));
    assertThat(with("physical-device", "8:10").getFirst().number()).contains("8:16");
  }

  @Test
  void aUrlWithSlashesIsNoPath() {
    BackendDisk disk = with("params", "aio:iscsi://me%secret@10.0.0.1/iqn/0").getFirst();
    assertThat(disk.name()).isEqualTo("iscsi://10.0.0.1/iqn/0");
    assertThat(disk.path()).isEmpty();
  }

  @Test
  void aDriveWithoutAMediumIsNoDisk() {
    for (String empty : List.of("", "aio:", ":")) {
      assertThat(with("params", empty)).isEmpty();
    }
    assertThat(with("params", "aio:foo:bar password=x").getFirst().name())
        .isEqualTo("(unknown target)");
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
