package gangway.check;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Finding.Waiver;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Findings about disks and file systems of other machines when a NIC is hidden. eth0 is on {@code
 * 03:00.0}, eth1 is on the card, eth2 and eth3 are on the twins.
 */
class RemoteChecksTest {
  private final NicHost nics = NicHost.unchanged();
  private final GuideHost host = nics.host();
  private final Wiring wiring = nics.wiring();

  @Test
  void aRemoteRootFileSystemIsLostWithTheLastNicOfItsBond() {
    wiring.bond("bond0", "eth2", "eth3:down").on("bond0.9", "bond0").ipv4("bond0.9", "10.0.9.1/24");
    NetworkCases.mounted(host, "/");
    List<Finding> findings = nics.hiding(TWIN);
    assertThat(findings)
        .extracting(Finding::code)
        .containsExactly("NETWORK-ROOT", "NETWORK-ADDRESS");
    assertThat(findings.getFirst().waiver()).isEqualTo(Waiver.CODE_AND_ADDRESS);
    assertThat(findings.getFirst().evidence())
        .containsExactly(
            "/ (from 10.0.9.5) is on bond0.9, on bond0, on eth2, on 0000:0a:04.0",
            "eth3, also in bond0, is down");
    assertThat(nics.codes(OTHER_TWIN)).containsExactly("NETWORK-DEGRADED");
  }

  @Test
  void aRemoteMountIsLostWithTheDefaultRouteToIt() {
    wiring.ipv4("eth0", "default via 10.0.2.2");
    NetworkCases.mounted(host, "/srv");
    assertThat(nics.codes(MANAGEMENT)).containsExactly("NETWORK-REMOTE", "NETWORK-DEFAULT-ROUTE");
  }

  @Test
  void aDiskThatQemuReadsFromAnotherMachineIsLostWithTheNicToIt() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "10.0.9.0/24 scope link");
    host.store().with("/local/domain/0/backend/qdisk/3/51712/params", "aio:nbd:10.0.9.5:10809");
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-REMOTE");
    assertThat(nics.codes(TWIN)).isEmpty();
    assertThat(nics.hiding(CARD).getFirst().evidence())
        .containsExactly(
            "disk nbd:10.0.9.5:10809 of guest pv1 (from 10.0.9.5) is on eth1, on 0000:09:00.0");
  }

  @Test
  void aDiskThatQemuReadsFromAnUnknownMachineMayBeLostWithAnyNic() {
    host.store().with("/local/domain/0/backend/qdisk/3/51712/params", "aio:rbd:pool/a");
    assertThat(nics.codes(TWIN)).contains("DISK-UNKNOWN");
    host.store().with("/local/domain/0/backend/qdisk/3/51712/params", "aio:nbd:store:10809");
    assertThat(nics.codes(TWIN)).contains("NETWORK-UNKNOWN");
    host.store().with("/local/domain/0/backend/qdisk/3/51712/params", "aio:/srv/a.img");
    assertThat(nics.codes(TWIN)).doesNotContain("NETWORK-UNKNOWN", "DISK-UNKNOWN");
  }

  private List<Finding> defined(String target, String function) {
    host.put(
        "etc/xen/pv2.cfg", "name='pv2'\nbootloader='pygrub'\ndisk=['vdev=xvda," + target + "']\n");
    return Checks.of(host.observed(), Requests.hide(Requests.NOW, function)).stream()
        .filter(finding -> finding.code().equals("DISK-GUEST-DEFINED"))
        .toList();
  }

  @Test
  void aDiskOfADefinedGuestOnAnotherMachineIsAWarningForTheNicToIt() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "10.0.9.0/24 scope link");
    List<Finding> findings = defined("target=nbd:10.0.9.5:10809", CARD);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().severity()).isEqualTo(Finding.Severity.WARNS);
    assertThat(findings.getFirst().evidence())
        .containsExactly(
            "disk nbd:10.0.9.5:10809 of guest pv2 (from 10.0.9.5) is on eth1, on 0000:09:00.0");
    assertThat(defined("target=nbd:10.0.9.5:10809", TWIN)).isEmpty();
    assertThat(nics.codes(CARD)).isEmpty();
  }

  @Test
  void aDiskOfADefinedGuestAtAnUnknownPlaceIsAWarningForEveryNic() {
    for (String target : List.of("target=rbd:p/a", "target=nbd:a:1", "script=block-x,target=a")) {
      for (String nic : List.of(CARD, TWIN)) {
        assertThat(defined(target, nic))
            .as(target)
            .extracting(Finding::severity)
            .containsExactly(Finding.Severity.WARNS);
        assertThat(nics.codes(nic)).as(target).isEmpty();
      }
    }
  }

  /** Both NICs are in the network of the target; the route is on eth1. */
  @Test
  void aBoundConnectionIsLostWithItsInterfaceAndNotWithTheRoute() {
    wiring.ipv4("eth1", "10.0.9.0/24 scope link");
    host.disk("sys/devices/platform/host5/session7/target5:0:0/5:0:0:0/block/sdb", "8:16")
        .put("sys/class/iscsi_connection/connection7:0/address", "10.0.9.5\n")
        .put("sys/class/iscsi_host/host5/netdev", "eth2\n")
        .put("proc/self/mountinfo", "27 1 8:16 / /srv rw - ext4 /dev/sdb rw\n");
    assertThat(nics.codes(CARD)).isEmpty();
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-REMOTE");
    assertThat(nics.hiding(TWIN).getFirst().evidence())
        .containsExactly("/srv (iSCSI, bound to eth2) is on eth2, on 0000:0a:04.0");
  }

  @Test
  void fcoeOnAVlanIsLostWithTheNicBelow() {
    wiring.on("eth1.100-fcoe", "eth1");
    host.disk(
            "sys/devices/virtual/net/eth1.100-fcoe/ctlr_0/host9/rport-9:0-0/target9:0:0/9:0:0:0"
                + "/block/sdz",
            "65:144")
        .put("proc/self/mountinfo", "27 1 65:144 / / rw - ext4 /dev/sdz rw\n");
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-ROOT");
    assertThat(nics.hiding(CARD).getFirst().evidence())
        .containsExactly(
            "/ (Fibre Channel over Ethernet, bound to eth1.100-fcoe) is on eth1.100-fcoe, on eth1,"
                + " on 0000:09:00.0");
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void anInterfaceThatDoesNotExistIsNotASafeAnswer() {
    host.disk("sys/devices/virtual/block/etherd!e1.0", "152:16")
        .put("sys/devices/virtual/block/etherd!e1.0/netif", "eth7\n")
        .put("proc/self/mountinfo", "27 1 152:16 / /srv rw - ext4 /dev/etherd/e1.0 rw\n");
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-UNKNOWN");
    assertThat(nics.hiding(CARD).getFirst().evidence())
        .containsExactly("/srv (ATA over Ethernet, bound to eth7): dom0 has no interface eth7");
  }

  @Test
  void anUnknownServerBlocksEveryNic() {
    NetworkCases.nbd(host);
    List<Finding> findings = nics.hiding(CARD, TWIN, OTHER_TWIN);
    assertThat(findings)
        .extracting(finding -> finding.code() + " " + finding.function().orElseThrow())
        .containsExactly(
            "DISK-UNKNOWN " + CARD, "DISK-UNKNOWN " + TWIN, "DISK-UNKNOWN " + OTHER_TWIN);
    assertThat(findings.getFirst().evidence())
        .containsExactly("/srv: the kernel does not show the server of /dev/nbd0");
  }

  @Test
  void anAddressWithoutARouteBlocksEveryNic() {
    wiring.ipv4("eth1", "10.0.8.1/24");
    NetworkCases.mounted(host, "/srv");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
    assertThat(nics.hiding(TWIN).getFirst().evidence())
        .containsExactly("/srv (from 10.0.9.5): dom0 has no route to this address");
  }

  @Test
  void aLoopbackAddressBlocksEveryNicUnlessTheKernelItselfIsTheServer() {
    wiring.ipv4("eth1", "10.0.8.1/24");
    for (String local : List.of("127.0.0.1", "::1")) {
      host.put("proc/self/mountinfo", "50 27 0:45 / /srv rw - nfs4 nas:/x rw,addr=" + local + "\n");
      host.put("proc/fs/nfsd/portlist", "rdma 20049\n");
      assertThat(nics.codes(TWIN)).as(local).containsExactly("NETWORK-UNKNOWN");
      host.put("proc/fs/nfsd/portlist", "tcp 2049\ntcp 2049\n");
      assertThat(nics.codes(TWIN)).as(local).isEmpty();
    }
  }

  @Test
  void anUnknownConnectionBlocksAnInfinibandAdapterAndNoHiddenNic() {
    String adapter = "0000:04:00.0";
    host.function(adapter, "15b3:1003", "c0600", "mlx4_core");
    wiring.ipv4("eth1", "10.0.8.1/24");
    NetworkCases.mounted(host, "/srv");
    assertThat(nics.codes(adapter)).containsExactly("NETWORK-UNKNOWN");
    host.hidden(TWIN).without("sys/class/net/eth2");
    assertThat(nics.codes(TWIN)).isEmpty();
  }
}
