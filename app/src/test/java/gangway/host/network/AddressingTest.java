package gangway.host.network;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import gangway.net.IpAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interface for each destination, from the kernel's routing tables. */
class AddressingTest {
  private static final String ROUTES = "ip -4 -o route show table all";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void addressesAndRoutesOfAModernHostAreRead() {
    host.answer(
        ROUTES,
        """
        default via 10.0.2.2 dev eth0 proto static\s
        10.0.2.0/24 dev eth0 proto kernel scope link src 10.0.2.15\s
        local 10.0.2.15 dev eth0 table local proto kernel scope host src 10.0.2.15\s
        broadcast 10.0.2.255 dev eth0 table local proto kernel scope link src 10.0.2.15\s
        local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1\s
        local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1\s
        """);
    host.put(
        "proc/net/if_inet6",
        """
        00000000000000000000000000000001 01 80 10 80       lo
        fe80000000000000505400fffe030000 02 40 20 80     eth0
        """);
    Addressing addressing = read();
    assertThat(addressing.addresses().get("eth0"))
        .extracting(IpAddress::toString)
        .containsExactly("10.0.2.15", "fe80::5054:ff:fe03:0");
    assertThat(addressing.routes()).hasSize(2).filteredOn(Route::anywhere).hasSize(1);
    assertThat(addressing.toward("10.0.2.2")).containsExactly("eth0");
    assertThat(addressing.having(IpAddress.parse("127.0.0.1").orElseThrow())).containsExactly("lo");
  }

  @Test
  void theLongestPrefixWinsThenTheLowestMetric() {
    new Wiring(host).rules("-4");
    host.answer(
        ROUTES,
        """
        default via 10.0.2.2 dev eth0 metric 100
        default via 10.0.3.2 dev eth1 metric 50
        default via 10.0.4.2 dev eth2 table 200
        192.0.2.0/24 via 10.0.2.3 dev eth0
        192.0.2.128/25 via 10.0.4.3 dev eth2
        unreachable 198.51.100.0/24 metric 20
        """);
    Addressing addressing = read();
    assertThat(addressing.toward("203.0.113.1")).containsExactly("eth1");
    assertThat(addressing.toward("192.0.2.1")).containsExactly("eth0");
    assertThat(addressing.toward("192.0.2.129")).containsExactly("eth2");
    assertThat(addressing.toward("2001:db8::1")).isEmpty();
  }

  @Test
  void allInterfacesOfAMultipathRouteAreReturned() {
    host.answer(
        ROUTES,
        "default proto static metric 20 \\\tnexthop via 10.0.2.2 dev eth0 weight 1"
            + " \\\tnexthop via 10.0.3.2 dev eth1 weight 1\n");
    assertThat(read().toward("203.0.113.1")).containsExactly("eth0", "eth1");
  }

  @Test
  void withoutIpTheKernelsMainTableIsRead() {
    host.put(
        "proc/net/route",
        """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        eth0	00000000	0202000A	0003	0	0	0	00000000	0	0	0
        eth1	0002000A	00000000	0001	0	0	0	00FFFFFF	0	0	0
        *	0003000A	00000000	0201	0	0	0	00FFFFFF	0	0	0
        """);
    Addressing addressing = read();
    assertThat(addressing.toward("10.0.2.7")).containsExactly("eth1");
    assertThat(addressing.toward("10.0.3.7")).containsExactly("eth0");
  }

  @Test
  void rejectAndLocalRoutesOfIpv6AreLeftOut() {
    String any = "0".repeat(32);
    String net = "20010db8" + "0".repeat(24);
    host.put(
        "proc/net/ipv6_route",
        """
        %1$s 00 %1$s 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth1
        %2$s 40 %1$s 00 %1$s 00000100 00000001 00000000 00000001 eth2
        20010db8000000000000000000000001 80 %1$s 00 %1$s 00000000 00000001 00000000 80200001 eth3
        %1$s 00 %1$s 00 %1$s ffffffff 00000001 00000000 00200200       lo
        %1$s 00 %1$s 00 %1$s 00000200 00000001 00000000 00000200 eth3
        """
            .formatted(any, net));
    Addressing addressing = read();
    assertThat(addressing.toward("2001:db8::1")).containsExactly("eth2");
    assertThat(addressing.toward("2001:db8:1::1")).containsExactly("eth1");
    assertThat(addressing.toward("fe80::5")).isEmpty();
    assertThat(addressing.toward("fe80::5%eth3")).containsExactly("eth3");
  }

  @Test
  void invalidLinesAreLeftOut() {
    host.answer(
        ROUTES,
        """

        default
        dev
        local
        local nowhere dev eth1
        10.0.0.0/99 dev eth1
        10.0.0.0/x dev eth1
        10.9.0.0/16 via 10.0.0.1 dev
        10.8.0.0/16 dev eth2 metric lots
        """);
    host.put("proc/net/ipv6_route", "zz\n" + "g ".repeat(10) + "\n" + "0 ".repeat(10) + "\n");
    host.put("proc/net/if_inet6", "fe80\n1 2 3 4 5 eth1\n");
    Addressing addressing = read();
    assertThat(addressing.addresses()).isEmpty();
    assertThat(addressing.routes()).extracting(Route::device).containsExactly("eth2");
  }

  private Addressing read() {
    return Addressing.read(host.machine());
  }
}
