package gangway.xen.definition;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.definition.xl.XlConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
