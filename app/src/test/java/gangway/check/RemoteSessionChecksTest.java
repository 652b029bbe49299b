package gangway.check;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.Connections;
import gangway.host.GuideHost;
import gangway.host.Observer;
import gangway.host.Wiring;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of administrators are found without the environment of this process. */
class RemoteSessionChecksTest {
  private final NicHost nics = NicHost.unchanged();
  private final GuideHost host = nics.host();
  private final Wiring wiring = nics.wiring();
  private final Connections connections = new Connections(host);

  RemoteSessionChecksTest() {
    wiring.bridge("xenbr1", "eth1", "vif3.0").guestEnd("vif3.0", 3).ipv4("xenbr1", "10.0.9.1/24");
  }

  private List<Finding> sessions() {
    return nics.hiding(CARD).stream()
        .filter(finding -> finding.code().equals("NETWORK-SESSION"))
        .toList();
  }

  private List<String> sentences() {
    return sessions().stream().map(Finding::sentence).toList();
  }

  @Test
  void theSshConnectionOfAnotherProcessIsFoundByItsProgram() {
    connections.listens(22, 100).connected("::ffff:10.0.9.1", 22, "::ffff:10.0.9.7", 51000, 101);
    Connections.process(host, 812, "sshd", 100);
    Connections.process(host, 4711, "sshd-session", 101);
    assertThat(sentences())
        .containsExactly(
            "the SSH session from 10.0.9.7 would be cut off, because it goes through"
                + " 0000:09:00.0");
    assertThat(sessions().getFirst().waiver()).isEqualTo(Finding.Waiver.CODE_AND_ADDRESS);
    assertThat(sessions().getFirst().evidence())
        .containsExactly("the SSH session from 10.0.9.7 is on xenbr1, on eth1, on 0000:09:00.0");
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  /** Tailscale and OpenVPN are programs: the kernel does not know what is below their interface. */
  @Test
  void aSessionThroughATunnelOfAProgramCanBeOnEveryNic() {
    wiring.on("tailscale0").ipv4("tailscale0", "100.101.1.2/10");
    connections.listens(22, 100).connected("100.101.1.2", 22, "100.101.9.9", 51000, 101);
    Connections.process(host, 812, "sshd", 100, 101);
    assertThat(sessions()).isEmpty();
    for (String nic : List.of(CARD, TWIN)) {
      Finding unknown = nics.hiding(nic).getFirst();
      assertThat(unknown.code()).isEqualTo("NETWORK-UNKNOWN");
      assertThat(unknown.waiver()).isEqualTo(Finding.Waiver.CODE_AND_ADDRESS);
      assertThat(unknown.evidence())
          .containsExactly("SSH session from 100.101.9.9: the NIC below tailscale0 is not known");
    }
  }

  @Test
  void cockpitAndLibvirtAreNamedWithTheirUsers() {
    connections
        .listens(9090, 100)
        .listens(16514, 200)
        .connected("10.0.9.1", 9090, "10.0.9.7", 51000, 101)
        .connected("10.0.9.1", 16514, "10.0.9.8", 51001, 201)
        .login("alice", "cockpit", "10.0.9.7");
    Connections.process(host, 1, "systemd", 100);
    Connections.process(host, 700, "cockpit-tls", 100, 101);
    Connections.process(host, 812, "libvirtd", 200, 201);
    assertThat(sentences())
        .containsExactly(
            "2 sessions would be cut off, because they go through 0000:09:00.0: the Cockpit session"
                + " of alice from 10.0.9.7 and the libvirt connection from 10.0.9.8");
  }

  @Test
  void aLoginWithoutATcpConnectionCounts() {
    connections.login("alice", "sshd", "10.0.9.7");
    assertThat(sentences())
        .containsExactly(
            "the SSH session of alice from 10.0.9.7 would be cut off, because it goes through"
                + " 0000:09:00.0");
  }

  @Test
  void theOwnSessionIsNamedOnce() {
    host.sshFrom("10.0.9.7 51000 10.0.9.1 22");
    connections
        .listens(22, 100)
        .connected("10.0.9.1", 22, "10.0.9.7", 51000, 101)
        .login("root", "sshd", "10.0.9.7");
    assertThat(sentences())
        .containsExactly(
            "this SSH session from 10.0.9.7 would be cut off, because it goes through"
                + " 0000:09:00.0");
  }

  /** As with UseDNS in sshd_config. */
  @Test
  void theOwnSessionExplainsALoginFromANamedMachine() {
    host.sshFrom("10.0.9.7 51000 10.0.9.1 22");
    connections
        .listens(22, 100)
        .connected("10.0.9.1", 22, "10.0.9.7", 51000, 101)
        .login("root", "sshd", "desk.example.org");
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  /** systemd keeps the sockets of a service that it starts for each connection. */
  @Test
  void theProgramOfASocketUnitIsThatOfTheService() {
    connections.listens(6556, 100).connected("10.0.9.1", 6556, "10.0.9.7", 51000, 101);
    Connections.process(host, 1, "systemd", 100, 101);
    Connections.process(host, 900, "check_mk_agent", 101);
    assertThat(sessions()).isEmpty();
  }

  @Test
  void otherProgramsAndTheKernelHaveNoSessions() {
    connections
        .listens(443, 100)
        .listens(2049, 200)
        .connected("10.0.9.1", 443, "10.0.9.7", 51000, 101)
        .connected("10.0.9.1", 2049, "10.0.9.8", 700, 201);
    Connections.process(host, 812, "nginx", 100, 101);
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aConnectionWhoseProgramIsNotKnownCounts() {
    connections.listens(443, 100).connected("10.0.9.1", 443, "10.0.9.7", 51000, 101);
    Connections.process(host, 812, "nginx", 100, 101);
    host.without("proc/self/ns/pid");
    assertThat(sentences())
        .containsExactly(
            "the connection to port 443 (program not known) from 10.0.9.7 would be cut off, because"
                + " it goes through 0000:09:00.0");
  }

  @Test
  void aConnectionThatOnlySystemdHasCounts() {
    connections.listens(22, 100).connected("10.0.9.1", 22, "10.0.9.7", 51000, 0);
    Connections.process(host, 1, "systemd", 100);
    assertThat(sessions()).hasSize(1);
  }

  /** As after 'systemctl stop ssh': sshd has ended, and its sessions go on. */
  @Test
  void aSessionWhoseListeningSocketIsGoneCounts() {
    connections.connected("10.0.9.1", 22, "10.0.9.7", 51000, 101);
    Connections.process(host, 4711, "sshd-session", 101);
    assertThat(sentences())
        .containsExactly(
            "the SSH session from 10.0.9.7 would be cut off, because it goes through"
                + " 0000:09:00.0");
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void aConnectionToAPortWithoutAListenerCountsIfItsProgramIsNotKnown() {
    connections.connected("10.0.9.1", 2222, "10.0.9.7", 51000, 101);
    Connections.process(host, 1, "systemd", 101);
    assertThat(sentences())
        .containsExactly(
            "the connection to port 2222 (program not known) from 10.0.9.7 would be cut off,"
                + " because it goes through 0000:09:00.0");
    Connections.process(host, 900, "bird", 101);
    assertThat(sessions()).isEmpty();
  }

  /** A process can end while the processes are read. */
  @Test
  void aConnectionOfAProcessWithoutANameCounts() {
    connections.listens(443, 100).connected("10.0.9.1", 443, "10.0.9.7", 51000, 101);
    Connections.process(host, 812, "nginx", 100);
    host.link("proc/813/fd/3", "socket:[101]");
    assertThat(sessions()).hasSize(1);
  }

  /** An NTP or update server, a database, a proxy for the web. */
  @Test
  void aConnectionThatDom0OpenedIsNoSessionAlsoIfItsProgramIsNotKnown() {
    connections.connected("10.0.9.1", 51000, "10.0.9.7", 443, 101);
    host.without("proc/self/ns/pid");
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aPortThatTheKernelDoesNotChooseIsNotOneOfAnOpenedConnection() {
    connections.connected("10.0.9.1", 51000, "10.0.9.7", 443, 101);
    host.without("proc/self/ns/pid");
    for (String range : new String[] {"10000\t20000\n", "noise\n", "\n"}) {
      host.put("proc/sys/net/ipv4/ip_local_port_range", range);
      assertThat(sessions()).as(range).hasSize(1);
    }
    host.without("proc/sys/net/ipv4/ip_local_port_range");
    assertThat(sessions()).hasSize(1);
    host.link("proc/self/ns/pid", "pid:[4026531836]");
    Connections.process(host, 900, "chronyd", 101);
    assertThat(sessions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "10.0.9.1"})
  void aSessionThroughAProxyOfDom0Counts(String inside) {
    connections
        .listens(443, 100)
        .listens(9090, 200)
        .connected("10.0.9.1", 443, "10.0.9.7", 51000, 101)
        .within(inside, 40000, 102, 9090, 201);
    Connections.process(host, 812, "nginx", 100);
    Connections.process(host, 813, "nginx", 100, 101, 102);
    Connections.process(host, 900, "cockpit-ws", 200, 201);
    assertThat(sentences())
        .containsExactly(
            "the Cockpit session through nginx from 10.0.9.7 would be cut off, because it goes"
                + " through 0000:09:00.0");
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void aSessionThroughAChainOfProxiesCounts() {
    connections
        .listens(443, 100)
        .listens(8443, 300)
        .listens(5901, 200)
        .connected("10.0.9.1", 443, "10.0.9.7", 51000, 101)
        .within("127.0.0.1", 40001, 102, 8443, 301)
        .within("127.0.0.1", 40002, 302, 5901, 201);
    Connections.process(host, 812, "haproxy", 100, 101, 102);
    Connections.process(host, 820, "websockify", 300, 301, 302);
    Connections.process(host, 900, "Xvnc", 200, 201);
    assertThat(sentences())
        .containsExactly(
            "the remote desktop session through haproxy from 10.0.9.7 would be cut off, because it"
                + " goes through 0000:09:00.0");
  }

  /** Only a connection that somebody else opened can be forwarded. */
  @Test
  void aBrowserOnDom0IsNoProxy() {
    connections
        .listens(9090, 200)
        .listens(443, 100)
        .within("127.0.0.1", 40000, 102, 9090, 201)
        .connected("10.0.9.1", 40001, "10.0.9.7", 443, 103)
        .connected("10.0.9.1", 443, "10.0.9.8", 51000, 101);
    Connections.process(host, 812, "firefox", 102, 103);
    Connections.process(host, 813, "nginx", 100, 101);
    Connections.process(host, 900, "cockpit-ws", 200, 201);
    assertThat(sessions()).isEmpty();
  }

  /** The same reads, with any number of connections. */
  @Test
  void theProcessesAreSearchedOnceForAllConnections() {
    List<String> few = reads(2);
    List<String> many = reads(20_000);
    assertThat(many).isEqualTo(few);
    assertThat(many).filteredOn(read -> read.contains("what=sockets")).hasSize(1);
  }

  private static List<String> reads(int count) {
    GuideHost busy = NicHost.unchanged().host();
    new Connections(busy).listens(443, 100).many(count, "10.0.9.1", 443, 1000);
    Connections.process(busy, 812, "nginx", 100);
    ActingHost machine = busy.machine();
    new Observer(machine)
        .forRequest(new Observer(machine).inventory(), Requests.hide(Requests.NOW, CARD));
    return IntStream.rangeClosed(1, machine.calls().size()).mapToObj(machine::call).toList();
  }

  @Test
  void outgoingLocalAndGuestsConnectionsAreNoSessions() {
    connections
        .listens(22, 100)
        .connected("10.0.9.1", 51000, "10.0.9.7", 22, 102)
        .connected("127.0.0.1", 22, "127.0.0.1", 51001, 103)
        .connected("::1", 22, "::1", 51001, 104)
        .connected("10.0.9.1", 22, "10.0.9.1", 51002, 105)
        .connected("10.0.9.1", 22, "10.0.9.50", 51003, 106)
        .login("alice", "sshd", "10.0.9.50")
        .login("bob", "login", "127.0.0.1")
        .login("carol", "login", "localhost");
    host.sshFrom("127.0.0.1 51001 127.0.0.1 22");
    Connections.process(host, 812, "sshd", 100, 102, 103, 104, 105, 106);
    host.put(
        "proc/net/arp",
        """
        IP address       HW type     Flags       HW address            Mask     Device
        10.0.9.50        0x1         0x2         00:16:3E:12:34:56     *        xenbr1
        10.0.9.7         0x1         0x2         52:54:00:12:34:56     *        xenbr1
        """);
    host.store().with("/local/domain/0/backend/vif/3/0/mac", "00:16:3e:12:34:56");
    assertThat(sessions()).isEmpty();
    assertThat(nics.codes(CARD)).doesNotContain("NETWORK-UNKNOWN");
    host.store().with("/local/domain/0/backend/vif/3/0/mac", "00:16:3e:00:00:01");
    assertThat(sentences())
        .containsExactly(
            "the SSH session of alice from 10.0.9.50 would be cut off, because it goes through"
                + " 0000:09:00.0");
  }

  @Test
  void aLinkLocalConnectionIsOnTheInterfacesWithItsOwnAddress() {
    wiring.ipv6("xenbr1", "fe80::2").ipv6("eth2", "fe80::3");
    connections.listens(22, 100).connected("fe80::2", 22, "fe80::7", 51000, 101);
    Connections.process(host, 812, "sshd", 100, 101);
    assertThat(sessions()).hasSize(1);
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void aLoginFromANamedMachineIsPlacedByItsConnection() {
    connections.login("alice", "sshd", "desk.example.org");
    assertThat(nics.codes(CARD)).contains("NETWORK-UNKNOWN");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
    connections.listens(22, 100).connected("10.0.9.1", 22, "10.0.9.7", 51000, 101);
    Connections.process(host, 812, "sshd", 100, 101);
    assertThat(nics.codes(TWIN)).isEmpty();
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void aSessionWithoutARouteCanBeOnEveryNic() {
    wiring.withoutRoutes();
    host.sshFrom("198.51.100.7 51000 203.0.113.1 22");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
  }

  @Test
  void connectionsThatCannotBeReadAreNotAbsent() {
    host.put("proc/net/tcp", "noise\n");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
    host.without("proc/net/tcp");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
    host.without("proc/net/sockstat");
    assertThat(nics.codes(TWIN)).isEmpty();
  }
}
