package gangway.xen.definition;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.definition.xl.XlConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks in xl's configuration, in the forms of several versions. */
class DiskSpecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/dev/vg/pv1,raw,xvda,rw                     | /dev/vg/pv1",
        "/dev/vg/pv1                                 | /dev/vg/pv1",
        "'  /dev/vg/pv1 , raw , xvda '               | /dev/vg/pv1",
        "phy:/dev/vg/pv1,xvda,w                      | /dev/vg/pv1",
        "phy:vg/pv1,xvda,w                           | /dev/vg/pv1",
        "file:/srv/pv1.img,xvda,w                    | /srv/pv1.img",
        "tap:aio:/srv/pv1.img,xvda,w                 | /srv/pv1.img",
        "tap2:qcow2:/srv/pv1.qcow2,xvda,w            | /srv/pv1.qcow2",
        "format=raw, vdev=xvda, target=/dev/vg/pv1   | /dev/vg/pv1",
        "vdev=xvda,target=/srv/a,b=c.img             | /srv/a,b=c.img",
        "vdev=xvda,format=raw,/srv/x.img             | /srv/x.img",
        "vdev=hdc,access=r,devtype=cdrom,format=empty |",
        "relative.img,raw,xvda,rw                    |",
        "nbd:10.0.0.1:8,xvda,w                       |",
        "''                                          |",
        "phy:,xvda,w                                 |",
      })
  void theTargetIsFound(String text, String path) {
    assertThat(new DiskSpec(text).path()).isEqualTo(Optional.ofNullable(path).map(Path::of));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vdev=xvda,target=nbd:10.0.0.1:8              | nbd:10.0.0.1:8 |",
        "rbd:pool/a,raw,xvda                          | rbd:pool/a     |",
        "nbd:10.0.0.1:8,xvda,w                        | 10.0.0.1:8     | script block-nbd",
        "drbd:r0,xvda,w                               | r0             | script block-drbd",
        "vdev=xvda,script=block-drbd,target=r0        | r0             | script block-drbd",
        "vdev=xvda, script=/a/block-x, target=a,b=c   | a,b=c          | script block-x",
        "/dev/a,raw,xvda,script=block-x               | /dev/a         | script block-x",
      })
  void aTargetThatIsNoPathIsKept(String text, String target, String by) {
    assertThat(new DiskSpec(text).other()).contains(new OtherDisk(target, by == null ? "" : by));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/a,raw,xvda",
        "phy:vg/a,xvda,w",
        "vdev=xvda,script=block,target=/dev/a",
        "script=/etc/xen/scripts/block,/dev/a,raw,xvda",
        "vdev=hdc,access=r,devtype=cdrom,format=empty",
        ""
      })
  void otherwiseThePathIsTheDisk(String text) {
    assertThat(new DiskSpec(text).other()).isEmpty();
  }

  @Test
  void theDisksOfADefinitionAreTheItemsOfItsList() {
    assertThat(disks("disk = [ '/dev/a,raw,xvda' ]\ndisk += [ '/b.img,,xvdb', 'vdev=xvdc' ]\n"))
        .containsExactly(Path.of("/dev/a"), Path.of("/b.img"));
    assertThat(disks("disk = '/dev/a'\n")).isEmpty();
    assertThat(disks("pci = [ '09:00.0' ]\n")).isEmpty();
  }

  private static List<Path> disks(String text) {
    return XlConfig.parse(text).orElseThrow().disks();
  }
}
