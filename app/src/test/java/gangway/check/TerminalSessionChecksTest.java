package gangway.check;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.Connections;
import gangway.host.GuideHost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that run a shell for somebody on another machine: mosh-server by UDP, ttyd by TCP. */
class TerminalSessionChecksTest {
  private final NicHost nics = NicHost.unchanged();
  private final GuideHost host = nics.host();
  private final Connections connections = new Connections(host);

  TerminalSessionChecksTest() {
    nics.wiring().ipv4("eth1", "10.0.9.1/24").ipv4("eth0", "default via 10.0.2.2");
  }

  private List<String> sentences(String function) {
    return nics.hiding(function).stream()
        .filter(finding -> finding.code().equals("NETWORK-SESSION"))
        .map(Finding::sentence)
        .toList();
  }

  /** mosh-server uses the address to which its user had logged in by SSH. */
  @Test
  void aMoshSessionIsOnTheInterfaceWithItsAddressAndOnTheDefaultRoute() {
    connections.receives("10.0.9.1", 60001, 101);
    Connections.process(host, 4711, "mosh-server", 101);
    assertThat(sentences(CARD))
        .containsExactly(
            "the mosh session on UDP port 60001 from a machine that is not known would be cut off,"
                + " because it goes through 0000:09:00.0");
    assertThat(sentences(MANAGEMENT)).hasSize(1);
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void aMoshSessionOnAllAddressesCanBeOnEveryNic() {
    connections.receives("0.0.0.0", 60001, 101);
    Connections.process(host, 4711, "mosh-server", 101);
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
    assertThat(nics.hiding(TWIN).getFirst().evidence())
        .containsExactly(
            "mosh session on UDP port 60001 from a machine that is not known: the interface to this"
                + " machine is not known");
  }

  @Test
  void eachSocketOfMoshIsASession() {
    connections.receives("10.0.9.1", 60001, 101).receives("0.0.0.0", 60002, 102);
    Connections.process(host, 4711, "mosh-server", 101);
    Connections.process(host, 4712, "mosh-server", 102);
    assertThat(nics.codes(CARD)).contains("NETWORK-SESSION", "NETWORK-UNKNOWN");
  }

  @Test
  void aProgramThatRunsATerminalHasASession() {
    connections.receives("10.0.9.1", 4433, 101);
    Connections.process(host, 4711, "ssh3", 101);
    assertThat(sentences(CARD)).isEmpty();
    Connections.terminal(host, 4711);
    assertThat(sentences(CARD))
        .containsExactly(
            "the terminal of ssh3 (UDP port 4433) from a machine that is not known would be cut"
                + " off, because it goes through 0000:09:00.0");
  }

  @Test
  void aTerminalInTheBrowserIsASession() {
    connections.listens(7681, 100).connected("10.0.9.1", 7681, "10.0.9.7", 51000, 101);
    Connections.process(host, 812, "ttyd", 100, 101);
    assertThat(sentences(CARD)).isEmpty();
    Connections.terminal(host, 812);
    assertThat(sentences(CARD))
        .containsExactly(
            "the terminal of ttyd (connection to port 7681) from 10.0.9.7 would be cut off, because"
                + " it goes through 0000:09:00.0");
  }

  /** The picture of a guest's screen, by VNC, from a QEMU that also has the guest's serial port. */
  @Test
  void theSerialPortOfAGuestIsNoTerminalOfDom0() {
    connections.listens(5900, 100).connected("10.0.9.1", 5900, "10.0.9.7", 51000, 101);
    Connections.process(host, 812, "qemu-system-i38", 100, 101);
    Connections.terminal(host, 812);
    assertThat(sentences(CARD)).isEmpty();
  }

  /** DHCP, mDNS, and a control socket on loopback. */
  @Test
  void otherProgramsByUdpHaveNoSessions() {
    connections
        .receives("0.0.0.0", 68, 101)
        .receives("0.0.0.0", 5353, 102)
        .receives("127.0.0.1", 3323, 103)
        .receives("0.0.0.0", 2049, 0);
    Connections.process(host, 700, "dhclient", 101);
    Connections.process(host, 701, "avahi-daemon", 102);
    assertThat(nics.codes(TWIN)).isEmpty();
  }

  @Test
  void aSocketWhoseProgramIsNotKnownCounts() {
    connections.receives("10.0.9.1", 60001, 101);
    host.without("proc/self/ns/pid");
    assertThat(sentences(CARD))
        .containsExactly(
            "the session on UDP port 60001 (program not known) from a machine that is not known"
                + " would be cut off, because it goes through 0000:09:00.0");
  }

  @Test
  void socketsThatCannotBeReadAreNotAbsent() {
    host.put("proc/net/udp", "noise\n");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
    host.without("proc/net/udp");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
  }
}
