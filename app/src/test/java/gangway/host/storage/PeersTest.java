package gangway.host.storage;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other machines behind disks and file systems, as sysfs and the mounts show them. */
class PeersTest {
  private static final String ISCSI =
      "sys/devices/platform/host5/session7/target5:0:0/5:0:0:0/block/sdb";
  private static final String FABRIC = "sys/devices/virtual/nvme-fabrics/ctl/nvme3";

  private final Stored stored = Stored.unused();
  private final GuideHost host = stored.host();
  private final DiskStacks stacks = stored.stacks();

  private Peer peer() {
    assertThat(stored.storage().remotes()).hasSize(1);
    return stored.storage().remotes().getFirst().peer();
  }

  /** Why the machine behind the only use is not known. */
  private String unknown() {
    assertThat(stored.storage().remotes()).isEmpty();
    assertThat(stored.storage().unplaced()).hasSize(1);
    return stored.storage().unplaced().getFirst().why();
  }

  private void iscsi() {
    host.disk(ISCSI, "8:16").put("sys/class/iscsi_connection/connection7:0/address", "10.0.0.7\n");
    stacks.mount("8:16", "/srv", "ext4", "/dev/sdb");
  }

  private void nvme(String transport, String address) {
    host.disk(FABRIC + "/nvme3n1", "259:20")
        .put(FABRIC + "/transport", transport + "\n")
        .put(FABRIC + "/address", address + "\n");
    stacks.mount("259:20", "/srv", "ext4", "/dev/nvme3n1");
  }

  @Test
  void anIscsiSessionIsBoundToTheInterfaceThatOpenIscsiNames() {
    iscsi();
    host.put("sys/class/iscsi_host/host5/netdev", "eth2\n");
    assertThat(peer()).isEqualTo(new Peer.Bound(Set.of("eth2"), "iSCSI"));
  }

  @Test
  void anIscsiSessionIsBoundToTheInterfacesWithItsHardwareAddress() {
    iscsi();
    host.put("sys/class/iscsi_host/host5/netdev", "<NULL>\n")
        .put("sys/class/iscsi_host/host5/hwaddress", "00:16:3E:00:00:02\n")
        .put("sys/class/net/eth1/address", "00:16:3e:00:00:01\n")
        .put("sys/class/net/eth2/address", "00:16:3e:00:00:02\n");
    assertThat(peer()).isEqualTo(new Peer.Bound(Set.of("eth2"), "iSCSI"));
  }

  @ParameterizedTest
  @CsvSource({"<NULL>", "default", "''"})
  void anUnboundIscsiSessionHasOnlyItsAddress(String unset) {
    iscsi();
    host.put("sys/class/iscsi_host/host5/netdev", unset + "\n")
        .put("sys/class/iscsi_host/host5/hwaddress", unset + "\n");
    assertThat(peer()).isEqualTo(new Peer.Address("10.0.0.7"));
  }

  @Test
  void anIscsiSessionWithoutAnAddressIsUnknown() {
    iscsi();
    host.put("sys/class/iscsi_connection/connection7:0/address", "<NULL>\n");
    assertThat(unknown()).isEqualTo("iSCSI session 7 shows no address of its target");
  }

  @Test
  void anNvmeConnectionIsBoundToItsInterface() {
    nvme("tcp", "traddr=10.0.0.8,trsvcid=4420,host_iface=eth2,src_addr=10.0.0.1");
    assertThat(peer()).isEqualTo(new Peer.Bound(Set.of("eth2"), "NVMe over fabrics"));
  }

  @Test
  void aPartitionOfANetworkDiskHasThePeerOfItsDisk() {
    nvme("tcp", "traddr=10.0.0.8,trsvcid=4420");
    host.partition(FABRIC + "/nvme3n1", "nvme3n1p1", "259:21");
    stacks.mount("259:21", "/more", "ext4", "/dev/nvme3n1p1");
    assertThat(stored.storage().remotes())
        .containsExactly(
            new Remote("/srv", new Peer.Address("10.0.0.8")),
            new Remote("/more", new Peer.Address("10.0.0.8")));
  }

  @Test
  void anNvmeConnectionWithoutATargetIsUnknownUnlessItStaysInDom0() {
    nvme("tcp", "");
    assertThat(unknown()).isEqualTo("nvme3 shows no address of its target");
    host.put(FABRIC + "/transport", "loop\n");
    assertThat(unknown()).contains("below no PCI function, and shows no other machine");
  }

  @Test
  void anNvmeDiskOverFibreChannelIsOnItsHba() {
    nvme("fc", "traddr=nn-0x20:pn-0x2001,host_traddr=nn-0x10:pn-0x1000000000000001");
    fibreChannelHost(CARD, "host8", "0x1000000000000001");
    fibreChannelHost(GuideHost.TWIN, "host9", "0x1000000000000002");
    assertThat(stored.chain("nvme3n1", CARD)).containsExactly("/dev/nvme3n1");
    assertThat(stored.chain("nvme3n1", GuideHost.TWIN)).isEmpty();
    assertThat(stored.storage().remotes()).isEmpty();
  }

  private void fibreChannelHost(String function, String name, String port) {
    String folder = host.folder(function) + "/" + name + "/fc_host/" + name;
    host.put(folder + "/port_name", port + "\n")
        .link("sys/class/fc_host/" + name, "../../../" + folder);
  }

  @Test
  void anNvmeDiskOverAnUnknownHbaIsUnknown() {
    nvme("fc", "traddr=nn-0x20:pn-0x2001,host_traddr=nn-0x10:pn-0x1001");
    assertThat(unknown())
        .isEqualTo(
            "nvme3 is connected over Fibre Channel, and no HBA of this host has its port"
                + " nn-0x10:pn-0x1001");
  }

  @ParameterizedTest
  @CsvSource({
    "sys/devices/virtual/net/eth0.100-fcoe/ctlr_0/host9/rport-9:0-0/target9:0:0/9:0:0:0/block/sdz",
    "sys/devices/virtual/net/eth0.100-fcoe/host9/rport-9:0-0/target9:0:0/9:0:0:0/block/sdz"
  })
  void aDiskOverFcoeOnAVlanIsBoundToTheVlan(String folder) {
    host.disk(folder, "65:144");
    stacks.mount("65:144", "/srv", "ext4", "/dev/sdz");
    assertThat(peer())
        .isEqualTo(new Peer.Bound(Set.of("eth0.100-fcoe"), "Fibre Channel over Ethernet"));
  }

  @Test
  void aDiskOverAtaOverEthernetIsBoundToItsInterfaces() {
    host.disk("sys/devices/virtual/block/etherd!e1.0", "152:16");
    host.put("sys/devices/virtual/block/etherd!e1.0/netif", "eth1,eth2\n");
    stacks.mount("152:16", "/srv", "ext4", "/dev/etherd/e1.0");
    assertThat(peer()).isEqualTo(new Peer.Bound(Set.of("eth1", "eth2"), "ATA over Ethernet"));
    host.put("sys/devices/virtual/block/etherd!e1.0/netif", "none\n");
    assertThat(unknown())
        .isEqualTo("the kernel shows no interface to /dev/etherd/e1.0 (ATA over Ethernet)");
  }

  @ParameterizedTest
  @CsvSource({
    "sys/devices/virtual/block/nbd0, 43:0, /dev/nbd0",
    "sys/devices/virtual/block/rnbd0, 252:0, /dev/rnbd0",
    "sys/devices/rbd/0/block/rbd0, 252:16, /dev/rbd0",
    "sys/devices/platform/vhci_hcd.0/usb3/3-1/3-1:1.0/host4/target4:0:0/4:0:0:0/block/sdy, 65:1,"
        + " /dev/sdy"
  })
  void theServerOfADiskWithoutAnAddressIsUnknown(String folder, String number, String device) {
    host.disk(folder, number);
    stacks.mount(number, "/srv", "ext4", device);
    assertThat(unknown()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "?",
      value = {
        "nfs4|nas:/x|rw,addr=10.0.0.9|10.0.0.9",
        "nfs4|nas:/x|rw,vers=4.2|?",
        "cifs|//nas/x|rw,addr=fd00::9|fd00::9",
        "ceph|10.0.0.9:6789:/|rw,name=admin|10.0.0.9",
        "ceph|mon1:6789:/|rw,name=admin|?",
        "ceph|admin@1.fs=/|rw,mon_addr=10.0.0.9:6789|10.0.0.9",
        "9p|10.0.0.9|rw,trans=tcp,port=564|10.0.0.9",
        "9p|nas|rw,trans=tcp|?",
        "fuse.sshfs|me@nas:/x|rw,user_id=0|?",
        "fuse.glusterfs|nas:/x|rw,user_id=0|?",
        "lustre|10.0.0.9@tcp:/x|rw|?"
      })
  void aNetworkMountHasItsServersAddressOrIsUnknown(
      String type, String source, String options, @Nullable String address) {
    stacks.mount("0:50", "/srv", type, source, options);
    if (address == null) {
      assertThat(unknown()).isNotBlank();
    } else {
      assertThat(peer()).isEqualTo(new Peer.Address(address));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9p|share|rw,trans=xen",
        "tmpfs|tmpfs|rw",
        "fuse.lxcfs|lxcfs|rw",
        "autofs|systemd-1|rw,fd=40",
        "rpc_pipefs|sunrpc|rw"
      })
  void otherMountsAreOnNoOtherMachine(String type, String source, String options) {
    stacks.mount("0:50", "/srv", type, source, options);
    assertThat(stored.storage().remotes()).isEmpty();
  }

  @Test
  void aNetworkDiskThatNobodyUsesHasNoUse() {
    host.disk("sys/devices/virtual/block/nbd0", "43:0");
    assertThat(stored.storage().remotes()).isEmpty();
  }
}
