package gangway.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks of guests that are not named by a device or a file of dom0. */
class GuestDisksTest {
  private static final String NODE = "/local/domain/0/backend/vbd/3/51712/";

  private final Stored stored = Stored.unused();
  private final GuideHost host = stored.host();
  private final DiskStacks stacks = stored.stacks();

  private void defined(String disk) {
    host.put("etc/xen/pv2.cfg", "name='pv2'\nbootloader='pygrub'\ndisk=['" + disk + "']\n");
  }

  private void served(String script, String params) {
    host.store().with(NODE + "script", "/etc/xen/scripts/" + script).with(NODE + "params", params);
  }

  private List<Unplaced> unplaced() {
    return stored.storage().unplaced();
  }

  @Test
  void aUrlInADefinitionIsOnItsServerWhenTheGuestStarts() {
    defined("vdev=xvda,target=nbd:10.0.9.5:10809");
    assertThat(stored.storage().remotes())
        .containsExactly(
            new Remote("disk nbd:10.0.9.5:10809 of guest pv2", new Peer.Address("10.0.9.5"), true));
    assertThat(unplaced()).isEmpty();
  }

  @Test
  void aUrlWithoutAServerIsUnplacedWhenTheGuestStarts() {
    defined("vdev=xvda,target=rbd:pool/a");
    assertThat(unplaced())
        .containsExactly(
            new Unplaced(
                "disk rbd:pool/a of guest pv2",
                "rbd:pool/a does not show its server",
                Where.ANYWHERE,
                true));
  }

  @Test
  void aDiskOfARunningGuestIsNotReportedAgainForItsDefinition() {
    stacks.served(3, "qdisk", "params", "aio:nbd:10.0.9.5:10809");
    host.put(
        "etc/xen/pv1.cfg",
        """
        name='pv1'
        bootloader='pygrub'
        disk=['target=nbd:10.0.9.5:10809','script=x,target=y']
        """);
    assertThat(stored.storage().remotes()).extracting(Remote::later).containsExactly(false);
    assertThat(unplaced()).isEmpty();
  }

  @Test
  void aDiskOnAnotherMachineInALibvirtDefinitionIsOnItsServer() {
    host.put(
        "etc/libvirt/libxl/pv4.xml",
        """
        <domain type='xen'><name>pv4</name><os><type>xen</type></os><devices>
          <disk type='network'><source protocol='rbd' name='p/a'><host name='10.0.9.5' port='6789'/>
            </source><auth username='me'/></disk>
          <disk type='network'><source protocol='nbd' name='x'><host name='2001:db8::1' port='9'/>
            </source></disk>
          <disk type='volume'><source pool='a' volume='b'/></disk>
        </devices></domain>
        """);
    assertThat(stored.storage().remotes())
        .containsExactlyInAnyOrder(
            new Remote(
                "disk rbd:p/a:id=me:mon_host=10.0.9.5\\:6789 of guest pv4",
                new Peer.Address("10.0.9.5"),
                true),
            new Remote(
                "disk nbd://[2001:db8::1]:9/x of guest pv4",
                new Peer.Address("2001:db8::1"),
                true));
    assertThat(unplaced())
        .containsExactly(
            new Unplaced(
                "disk (storage pool of libvirt) of guest pv4",
                "the storage pool of libvirt selects its device or server, and gangway does not"
                    + " know which one",
                Where.ANYWHERE,
                true));
  }

  // scripts

  @ParameterizedTest
  @ValueSource(strings = {"block-iscsi", "block-nbd", "block-custom"})
  void aDiskThatAScriptFindsIsUnplacedUnlessTheScriptRecordedItsDevice(String script) {
    served(script, "/dev/sda1");
    assertThat(unplaced())
        .containsExactly(
            new Unplaced(
                "disk (script " + script + ") of guest pv1",
                "the script "
                    + script
                    + " selects its device or server, and gangway does not know"
                    + " which one",
                Where.ANYWHERE));
    host.store().with(NODE + "physical-device", "8:1");
    assertThat(unplaced()).isEmpty();
    assertThat(stored.uses()).contains(new Use(Kind.GUEST, "disk 8:1 of guest pv1", "sda1"));
  }

  @Test
  void aDefinitionWithAScriptIsUnplacedWhenTheGuestStarts() {
    defined("vdev=xvda,script=block-custom,target=x");
    assertThat(unplaced()).extracting(Unplaced::later).containsExactly(true);
    defined("iscsi:iqn.a,xvda,w");
    assertThat(unplaced())
        .extracting(Unplaced::what)
        .containsExactly("disk (script block-iscsi) of guest pv2");
    defined("vdev=xvda,script=block,target=/dev/sda1");
    assertThat(unplaced()).isEmpty();
  }

  @Test
  void theDiskOfARunningGuestMustBeKnown() {
    stacks.served(3, "qdisk", "params", "aio:relative");
    assertThat(unplaced())
        .containsExactly(
            new Unplaced(
                "disk (unknown target) of guest pv1",
                "its target is not a path and not a URL that gangway knows",
                Where.ANYWHERE));
    stacks.served(3, "qdisk", "params", "aio:/dev/gone");
    assertThat(unplaced())
        .containsExactly(
            new Unplaced(
                "disk /dev/gone of guest pv1",
                "no known disk has the name /dev/gone",
                Where.ON_A_DISK));
  }

  // DRBD

  @ParameterizedTest
  @ValueSource(strings = {"drbd:r0,xvda,w", "vdev=xvda,script=block-drbd,target=r0"})
  void aResourceOfDrbdIsOnItsDevice(String disk) {
    defined(disk);
    assertThat(unplaced())
        .containsExactly(
            new Unplaced(
                "disk drbd:r0 of guest pv2",
                "/dev/drbd/by-res has no device of the DRBD resource r0, so its disks are not"
                    + " known",
                Where.ANYWHERE,
                true));
    host.volume("drbd0", "147:0", "sda1").link("dev/drbd/by-res/r0/0", "../../../drbd0");
    assertThat(stored.uses())
        .contains(new Use(Kind.DEFINED_GUEST, "disk drbd:r0 of guest pv2", "drbd0"));
    defined(disk.replace("r0", "r1"));
    host.link("dev/drbd/by-res/r1", "../../drbd0");
    assertThat(stored.uses())
        .contains(new Use(Kind.DEFINED_GUEST, "disk drbd:r1 of guest pv2", "drbd0"));
  }

  @Test
  void aRunningGuestOnDrbdUsesTheLocalDiskAndAnotherMachine() {
    host.volume("drbd0", "147:0", "sda1");
    served("block-drbd", "r0");
    host.store().with(NODE + "physical-device", "93:0");
    assertThat(stored.uses()).contains(new Use(Kind.GUEST, "disk 147:0 of guest pv1", "drbd0"));
    assertThat(unplaced())
        .containsExactly(
            new Unplaced(
                "disk 147:0 of guest pv1",
                "/dev/drbd0 has a copy on another machine (DRBD), and the kernel does not show"
                    + " which NIC leads to it",
                Where.REMOTE));
    host.put("proc/drbd", " 0: cs:StandAlone ro:Primary/Unknown ds:UpToDate/DUnknown   r-----\n");
    assertThat(unplaced()).isEmpty();
  }

  @Test
  void drbdWithoutAKnownDiskIsUnplaced() {
    host.volume("drbd0", "147:0");
    stacks.mount("147:0", "/srv", "ext4", "/dev/drbd0");
    assertThat(unplaced()).extracting(Unplaced::where).containsExactly(Where.ANYWHERE);
  }
}
