package gangway.check;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import gangway.host.ActingHost;
import gangway.host.Connections;
import gangway.host.GuideHost;
import gangway.host.Observer;
import gangway.request.Request;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server has many connections. The work for them is measured by the bytes that are allocated: a
 * comparison of each connection with each other one allocates the name of both.
 */
class ManyConnectionsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Request HIDE = Requests.hide(Requests.NOW, CARD);
  private static final int FEW = 1000;
  private static final int TIMES = 4;

  /** Of another program, each a session, and each of a program that is not known. */
  @ParameterizedTest
  @ValueSource(strings = {"nginx", "Xvnc", "?"})
  void theWorkGrowsWithTheNumberOfConnections(String program) {
    work(program, FEW); // classes are loaded, and texts are made, once
    long few = work(program, FEW);
    long many = work(program, TIMES * FEW);
    assertThat(many).isLessThan(TIMES * few * 3 / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Xvnc", "?"})
  void theEvidenceOfManySessionsIsShort(String program) {
    assertThat(sessions(program, FEW))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.sentence()).startsWith("1000 sessions would be cut off");
          assertThat(finding.evidence()).hasSize(20);
        });
  }

  private static long work(String program, int connections) {
    GuideHost host = busy(program, connections);
    ActingHost machine = host.machine();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    findings(machine);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static List<Finding> sessions(String program, int connections) {
    return findings(busy(program, connections).machine()).stream()
        .filter(finding -> finding.code().equals("NETWORK-SESSION"))
        .toList();
  }

  private static List<Finding> findings(ActingHost machine) {
    Observer observer = new Observer(machine);
    return Checks.of(observer.forRequest(observer.inventory(), HIDE), HIDE);
  }

  private static GuideHost busy(String program, int connections) {
    NicHost nics = NicHost.unchanged();
    nics.wiring().ipv4("eth1", "10.0.9.1/24", "default via 10.0.9.2");
    new Connections(nics.host()).listens(443, 100).many(connections, "10.0.9.1", 443, 1000);
    Connections.process(nics.host(), 812, program, 100);
    return nics.host();
  }
}
