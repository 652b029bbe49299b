package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.GuideHost.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.Topology.Bridge;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {
  private static final String PORT = "0000:00:1c.0";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void theBridgeAboveABusIsFound() {
    assertThat(topology().over(address(CARD)).map(Bridge::address)).contains(address(PORT));
    assertThat(topology().over(address(TWIN)).map(Bridge::address))
        .contains(address("0000:00:1e.0"));
    assertThat(topology().over(address(DISK))).isEmpty();
    assertThat(topology().over(address("0001:09:00.0"))).isEmpty();
  }

  @Test
  void aBridgeIsAboveAllBusesFromItsFirstToItsLast() {
    host.put(host.folder(PORT) + "/subordinate_bus_number", "12\n");
    Bridge bridge = topology().at(address(PORT)).orElseThrow();
    assertThat(bridge.above(address("0000:0c:00.0"))).isTrue();
    assertThat(bridge.above(address("0000:0d:00.0"))).isFalse();
    assertThat(bridge.above(address("0001:0c:00.0"))).isFalse();
  }

  @Test
  void aBridgeWithContradictoryBusNumbersIsLeftOut() {
    for (String last : new String[] {"8\n", "256\n", "nine\n", ""}) {
      host.put(host.folder(PORT) + "/subordinate_bus_number", last);
      assertThat(topology().at(address(PORT))).as(last).isEmpty();
      assertThat(topology().over(address(CARD))).as(last).isEmpty();
      assertThat(topology().over(address(TWIN))).as("the other bridge").isPresent();
    }
  }

  private Topology topology() {
    return host.observed().topology();
  }
}
