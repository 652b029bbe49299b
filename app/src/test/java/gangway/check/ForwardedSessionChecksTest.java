package gangway.check;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.Connections;
import gangway.host.GuideHost;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions whose connection belongs to another program than the server: a proxy hands it on through
 * a UNIX socket, or dom0 has opened it itself.
 */
class ForwardedSessionChecksTest {
  private static final String SOCKET = "/run/libvirt/libvirt-sock";

  private final NicHost nics = NicHost.unchanged();
  private final GuideHost host = nics.host();
  private final Connections connections = new Connections(host);

  ForwardedSessionChecksTest() {
    nics.wiring().ipv4("eth1", "10.0.9.1/24");
  }

  private List<String> sentences() {
    return nics.hiding(CARD).stream()
        .filter(finding -> finding.code().equals("NETWORK-SESSION"))
        .map(Finding::sentence)
        .toList();
  }

  private static String cutOff(String session) {
    return "the %s from 10.0.9.7 would be cut off, because it goes through 0000:09:00.0"
        .formatted(session);
  }

  /** nginx has a connection from another machine, and virsh works in dom0. */
  private void nginxAndVirsh() {
    connections
        .listens(443, 100)
        .connected("10.0.9.1", 443, "10.0.9.7", 51000, 101)
        .withinUnix(SOCKET, 300, 301);
    Connections.process(host, 812, "nginx", 100, 101);
    Connections.process(host, 813, "virsh", 300);
    Connections.process(host, 900, "libvirtd", 301);
  }

  @Test
  void aSessionThroughAProxyWithAUnixSocketCounts() {
    connections
        .listens(443, 100)
        .connected("10.0.9.1", 443, "10.0.9.7", 51000, 101)
        .withinUnix("/run/gangway/api.sock", 300, 301);
    host.answer("ss -x", Connections.peers("/run/gangway/api.sock", 300, 301));
    Connections.process(host, 812, "nginx", 100);
    Connections.process(host, 813, "nginx", 101, 300);
    Connections.process(host, 900, "gangway", 301);
    assertThat(sentences()).containsExactly(cutOff("Gangway connection through nginx"));
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void aSessionThroughProxiesWithBothKindsOfSocketsCounts() {
    connections
        .listens(443, 100)
        .listens(8443, 200)
        .connected("10.0.9.1", 443, "10.0.9.7", 51000, 101)
        .within("127.0.0.1", 40001, 102, 8443, 201)
        .withinUnix("/run/x.sock", 300, 301);
    host.answer("ss -x", Connections.peers("/run/x.sock", 300, 301));
    Connections.process(host, 812, "haproxy", 100, 101, 102);
    Connections.process(host, 820, "nginx", 200, 201, 300);
    Connections.process(host, 900, "Xvnc", 301);
    assertThat(sentences()).containsExactly(cutOff("remote desktop session through haproxy"));
  }

  @Test
  void aClientOfAServerIsNoProxyForOtherPrograms() {
    nginxAndVirsh();
    host.answer("ss -x", Connections.peers(SOCKET, 300, 301));
    assertThat(sentences()).isEmpty();
  }

  /** Without ss, or with one that does not tell, each client can be at the other end. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no such table\n", "u_str ESTAB 0 0 * 300 * 0\n"})
  void aClientWhoseServerIsNotKnownCounts(String told) {
    nginxAndVirsh();
    connections.withinUnix("/run/systemd/journal/stdout", 310, 311);
    Connections.process(host, 814, "nginx", 310);
    Connections.process(host, 400, "systemd-journal", 311);
    assertThat(sentences()).containsExactly(cutOff("libvirt connection through nginx"));
    host.answer("ss -x", told);
    assertThat(sentences()).containsExactly(cutOff("libvirt connection through nginx"));
    host.answer(
        "ss -x",
        Connections.peers(SOCKET, 300, 301)
            + Connections.peers("/run/systemd/journal/stdout", 310, 311));
    assertThat(sentences()).isEmpty();
  }

  /** Every user can give a socket a name with blanks and numbers. */
  @Test
  void theNameOfASocketHidesNoConnection() {
    nginxAndVirsh();
    Connections.process(host, 815, "nginx", 400);
    connections.withinUnix("/tmp/a 301 * 7", 500, 501).withinUnix(SOCKET, 400, 401);
    Connections.process(host, 901, "libvirtd", 401);
    host.answer(
        "ss -x",
        Connections.peers("/tmp/a 401 * 7", 500, 501)
            + Connections.peers(SOCKET, 300, 301)
            + Connections.peers(SOCKET, 400, 401));
    assertThat(sentences()).containsExactly(cutOff("libvirt connection through nginx"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Num RefCount Prot"})
  void withoutTheUnixSocketsEachProgramCanBeAProxy(String text) {
    connections.listens(443, 100).connected("10.0.9.1", 443, "10.0.9.7", 51000, 101);
    Connections.process(host, 812, "nginx", 100, 101);
    assertThat(sentences()).isEmpty();
    host.put("proc/net/unix", text);
    assertThat(nics.codes(CARD)).containsAnyOf("NETWORK-SESSION", "NETWORK-UNKNOWN");
    host.without("proc/net/unix");
    assertThat(sentences()).containsExactly(cutOff("connection to port 443 (program not known)"));
  }

  /** sshd listened on port 40022, and was stopped; logind does not know the session. */
  @Test
  void aSessionOnAPortOfTheKernelsCounts() {
    connections.connected("10.0.9.1", 40022, "10.0.9.7", 51000, 101);
    Connections.process(host, 4711, "sshd", 101);
    assertThat(sentences()).containsExactly(cutOff("possible SSH session"));
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void aConnectionOnAPortOfTheKernelsCountsIfItsProgramIsNotKnown() {
    connections.connected("10.0.9.1", 40022, "10.0.9.7", 51000, 101);
    host.without("proc/self/ns/pid");
    assertThat(sentences()).containsExactly(cutOff("connection on port 40022 (program not known)"));
    host.link("proc/self/ns/pid", "pid:[4026531836]");
    Connections.process(host, 900, "zabbix_agentd", 101);
    assertThat(sentences()).isEmpty();
  }

  /** {@code ssh -R} to a machine in the internet, from which administrators log in. */
  @Test
  void aReverseTunnelWithASessionCounts() {
    connections.connected("10.0.9.1", 50000, "10.0.9.7", 22, 101);
    Connections.process(host, 700, "ssh", 101, 102);
    assertThat(sentences()).isEmpty();
    connections.listens(22, 200).within("127.0.0.1", 50001, 102, 22, 201);
    Connections.process(host, 812, "sshd", 200, 201);
    assertThat(sentences()).containsExactly(cutOff("SSH session through ssh"));
  }
}
