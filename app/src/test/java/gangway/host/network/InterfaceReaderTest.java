package gangway.host.network;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lower interfaces of interfaces, on kernels from RHEL 5 to current ones. */
class InterfaceReaderTest {
  private static final String NET = "sys/devices/virtual/net/";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void bondsAndVlansOfOldKernelsAreReadFromFiles() {
    host.netInterface("bond0", "sys/devices/virtual")
        .netInterface("bond0.10", "sys/devices/virtual");
    host.put(NET + "bond0/bonding/slaves", "eth1 eth2\n");
    host.put("sys/class/net/bonding_masters", "bond0\n");
    host.put(
        "proc/net/vlan/config",
        """
        VLAN Dev name	 | VLAN ID
        Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD
        bond0.10       | 10  | bond0
        """);
    Interfaces read = read();
    assertThat(read.layers().down("bond0.10", address(TWIN)))
        .contains(List.of("bond0.10", "bond0", "eth2"));
    assertThat(read.aggregates()).isEqualTo(Map.of("bond0", Set.of("eth1", "eth2")));
  }

  @Test
  void theBondingDriverDecidesWhichMembersAreUp() {
    new Wiring(host).bond("bond0", "eth1", "eth2:down", "eth3:going back");
    assertThat(read().aggregates()).isEqualTo(Map.of("bond0", Set.of("eth1")));
  }

  @Test
  void membersMissingInTheBondingFileStayMembers() {
    new Wiring(host)
        .bond("bond0", "eth1", "eth2")
        .down("eth2")
        .host()
        .put("proc/net/bonding/bond0", "");
    assertThat(read().aggregates()).isEqualTo(Map.of("bond0", Set.of("eth1")));
  }

  @Test
  void guestInterfacesAreRecognizedByDeviceOrName() {
    new Wiring(host)
        .guestEnd("web", 7)
        .on("vif3.1")
        .on("tap3.0")
        .on("vif3.0-emu")
        .on("vifx")
        .on("vif0.0");
    assertThat(read().guestEnds())
        .isEqualTo(Map.of("web", 7, "vif3.1", 3, "tap3.0", 3, "vif3.0-emu", 3, "vif0.0", 0));
  }

  @Test
  void openVswitchBridgesPortsAndTypesAreRead() {
    host.put("sys/module/openvswitch/initstate", "live\n")
        .netInterface("ovs-system", "sys/devices/virtual");
    host.answer(
        "ovs-vsctl --timeout=5 show",
        """
        5f1c2a54-6d0e-4a0b-8f3d-30b1c6f0e0a1
            Manager "ptcp:6640"
                is_connected: true
            Bridge "xenbr1"
                Controller "tcp:10.0.0.1"
                fail_mode: secure
                Port "vlan10"
                    tag: 10
                    Interface "vlan10"
                        type: internal
                Port bond1
                    Interface eth1
                    Interface "eth2"
                Port "tun0"
                    Interface "tun0"
                        type: vxlan
                        options: {key="7", remote_ip="10.0.0.9"}
                Port xenbr1
                    Interface xenbr1
                        type: internal
            Bridge br-int
                Port out
                    Interface out
                        type: patch
                        options: {peer=nowhere}
            ovs_version: "2.17.9"
        """);
    Interfaces read = read();
    assertThat(read.layers().down("vlan10", address(CARD)))
        .contains(List.of("vlan10", "xenbr1", "bond1", "eth1"));
    assertThat(read.aggregates()).isEqualTo(Map.of("bond1", Set.of("eth1", "eth2")));
    assertThat(read.below("br-int")).isEmpty();
    assertThat(read.layers().byName()).doesNotContainKey("ovs-system");
  }

  @Test
  void invalidOutputOfOpenVswitchIsIgnored() {
    host.put("sys/module/openvswitch/initstate", "live\n");
    host.answer("ovs-vsctl --timeout=5 show", "Port\nInterface\ntype:\noptions: {{\n\nBridge");
    assertThat(read().below("eth1")).isEmpty();
  }

  @Test
  void aCycleOfInterfacesIsOnNoFunction() {
    new Wiring(host).on("a", "b").on("b", "a", "gone").on("c", "c");
    Interfaces read = read();
    assertThat(read.layers().down("a", address(CARD))).isEmpty();
    assertThat(read.layers().down("c", address(CARD))).isEmpty();
  }

  private Interfaces read() {
    return new InterfaceReader(host.machine(), Addressing.read(host.machine())).read();
  }
}
