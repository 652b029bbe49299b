package gangway.host.network;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The selection of routing tables by rules. */
class RulesTest {
  private static final String CLIENT = "203.0.113.1";

  private GuideHost host;
  private Wiring wiring;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
    wiring = new Wiring(host);
    wiring
        .ipv4("eth0", "10.0.2.15/24", "default via 10.0.2.2")
        .ipv4("eth1", "10.0.9.1/24", "default via 10.0.9.2 table 100")
        .ipv4("eth2", "192.0.2.0/24 via 10.0.8.2 table vpn");
  }

  @ParameterizedTest
  @CsvSource({
    // rule, to, from, interfaces
    "from 10.0.9.1 lookup 100,             203.0.113.1, 10.0.9.1,  eth1",
    "from 10.0.9.0/24 lookup 100,          203.0.113.1, 10.0.9.1,  eth1",
    "from 10.0.9.1 lookup 100,             203.0.113.1, 10.0.2.15, eth0",
    "from 10.0.9.1 lookup 100,             203.0.113.1, '',        eth0 eth1",
    "from all to 203.0.113.0/24 lookup 100, 203.0.113.1, '',       eth1",
    "from all to 203.0.113.0/24 lookup 100, 198.51.100.1, '',      eth0",
    "from all lookup vpn,                  192.0.2.9,   '',        eth2",
    "from all lookup vpn,                  203.0.113.1, '',        eth0",
    "from all fwmark 0x1 lookup 100,       203.0.113.1, '',        eth0 eth1",
    "from all uidrange 0-0 lookup 100,     203.0.113.1, '',        eth0 eth1",
    "from all ipproto tcp dport 22 lookup 100, 203.0.113.1, '',    eth0 eth1",
    "not from all fwmark 0xca6c lookup 100, 203.0.113.1, '',       eth0 eth1",
    "not from 10.0.9.0/24 lookup 100,      203.0.113.1, 10.0.2.15, eth0 eth1",
    "from all iif eth3 lookup 100,         203.0.113.1, '',        eth0",
    "from all iif lo lookup 100,           203.0.113.1, '',        eth1",
    "from all lookup 100 proto static,     203.0.113.1, '',        eth1",
    "from all lookup 100 suppress_prefixlength 0, 203.0.113.1, '', eth0",
    "from all lookup vpn suppress_prefixlength 24, 192.0.2.9,  '', eth0",
    "from all lookup vpn suppress_prefixlength 23, 192.0.2.9,  '', eth2",
    "from all lookup [l3mdev-table],       203.0.113.1, '',        eth0 eth1",
    "from all goto 32766,                  192.0.2.9,   '',        eth0 eth1 eth2",
    "from all blackhole,                   203.0.113.1, '',        eth0",
    "from all lookup,                      203.0.113.1, '',        eth0",
    "rubbish,                              203.0.113.1, '',        eth0",
  })
  void aRuleLeadsToItsTable(String rule, String to, String from, String ways) {
    wiring.rules("-4", rule);
    assertThat(ways(to, from)).containsExactlyInAnyOrder(ways.split(" "));
  }

  @Test
  void withoutRulesAnyTableMayApply() {
    assertThat(ways(CLIENT, "")).containsExactlyInAnyOrder("eth0", "eth1");
    wiring.rules("-4");
    assertThat(ways(CLIENT, "")).containsExactly("eth0");
  }

  @Test
  void ipv6TablesAreReadSeparatelyOnlyIfRulesUseThem() {
    wiring.ipv6("eth0", "2001:db8::1", "default");
    host.answer(
        "ip -6 -o route show table all",
        """
        2001:db8::/64 dev eth0 proto kernel metric 256 pref medium
        default via fe80::1 dev eth0 metric 1024 pref medium
        default via fe80::2 dev eth1 table 100 metric 1024 pref medium
        local 2001:db8::1 dev lo table local proto kernel metric 0 pref medium
        """);
    wiring.rules("-6");
    assertThat(ways("2001:db8:7::1", "2001:db8::1")).containsExactly("eth0");
    wiring.rules("-6", "from 2001:db8::1 lookup 100");
    assertThat(ways("2001:db8:7::1", "2001:db8::1")).containsExactly("eth1");
    assertThat(ways("2001:db8:7::1", "2001:db8::2")).containsExactly("eth0");
    host.withoutAnswer("ip -6 -o route show table all");
    assertThat(ways("2001:db8:7::1", "2001:db8::2")).containsExactly("eth0");
  }

  private Set<String> ways(String to, String from) {
    return Addressing.read(host.machine())
        .toward(to, from.isEmpty() ? Optional.empty() : IpAddress.parse(from));
  }
}
