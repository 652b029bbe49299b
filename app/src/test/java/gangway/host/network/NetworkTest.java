package gangway.host.network;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dom0's default routes and the functions they are on. */
class NetworkTest {
  private static final String BRIDGE = "sys/devices/virtual/net/xenbr0";
  private static final String BOND = "sys/devices/virtual/net/bond0";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void theDefaultRouteIsOnTheFunctionOfItsInterface() {
    assertThat(defaults()).containsExactly("IPv4 by eth0");
    assertThat(down("eth0", MANAGEMENT)).contains(List.of("eth0"));
    assertThat(down("eth0", CARD)).isEmpty();
    assertThat(down("eth1", CARD)).contains(List.of("eth1"));
  }

  @Test
  void aBridgeIsOnItsPorts() {
    host.netInterface("xenbr0", "sys/devices/virtual").put(BRIDGE + "/brif/eth0/port_no", "0x1\n");
    host.put(BRIDGE + "/brif/vif3.0/port_no", "0x2\n");
    assertThat(down("xenbr0", MANAGEMENT)).contains(List.of("xenbr0", "eth0"));
  }

  @Test
  void aBridgeOnABondIsOnBothMembers() {
    host.netInterface("bond0", "sys/devices/virtual").netInterface("xenbr0", "sys/devices/virtual");
    host.link(BOND + "/lower_eth1", "../../../pci0000:00").link(BOND + "/lower_eth2", "../eth2");
    host.put(BRIDGE + "/brif/bond0/port_no", "0x1\n");
    assertThat(down("xenbr0", CARD)).contains(List.of("xenbr0", "bond0", "eth1"));
    assertThat(down("xenbr0", TWIN)).contains(List.of("xenbr0", "bond0", "eth2"));
    assertThat(down("xenbr0", MANAGEMENT)).isEmpty();
  }

  @Test
  void defaultRoutesOfBothFamiliesAreFound() {
    String any = "0".repeat(32);
    host.put(
        "proc/net/ipv6_route",
        """
        %1$s 00 %1$s 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth1
        fe800000000000000000000000000000 40 %1$s 00 %1$s 00000100 00000001 00000000 00000001 eth2
        %1$s 00 %1$s 00 %1$s ffffffff 00000001 00000000 00200200       lo
        """
            .formatted(any));
    assertThat(defaults()).containsExactly("IPv4 by eth0", "IPv6 by eth1");
  }

  @Test
  void aRouteToASubnetIsNotADefaultRoute() {
    host.put(
        "proc/net/route",
        """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        eth1	00000000	0102A8C0	0003	0	0	0	000000C0	0	0	0
        eth1	0002A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
        eth1	00000000
        """);
    assertThat(defaults()).isEmpty();
  }

  private List<String> defaults() {
    return host.observed().network().defaults().stream()
        .map(route -> route.family() + " by " + route.device())
        .toList();
  }

  private Optional<List<String>> down(String name, String function) {
    return host.observed().network().interfaces().layers().down(name, address(function));
  }
}
