package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hosts with other hardware than the shared one. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class OtherHardwareTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void withoutAnIommuAnAttachIsRefusedWithTheReason(Dom0 usual) {
    Lab lab = Checkout.start("b", new Hardware(false, 2, 2, false));
    try {
      lab.install(Checkout.DISTRIBUTION);
      Dom0 dom0 = lab.dom0();
      assertThat(usual.must("cat /proc/sys/kernel/random/boot_id"))
          .as("two different hosts")
          .isNotEqualTo(dom0.must("cat /proc/sys/kernel/random/boot_id"));
      assertThat(dom0.must("gangway devices --class network").lines()).hasSize(1 + 4 + 2);
      assertThat(dom0.must("gangway devices --class storage").lines()).hasSize(1 + 1 + 2);

      dom0.must("gangway hide --now 09:00.0");
      Output refused = dom0.run("gangway attach pv1 09:00.0");

      assertThat(refused.exit()).isEqualTo(3);
      assertThat(refused.err()).contains("blocked NO-IOMMU");
      dom0.must("gangway unhide --now 09:00.0");
      assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
    } finally {
      lab.stop();
    }
    assertThat(lab.serialLog()).as("the serial log exists after the stop").isNotEmptyFile();
    assertThat(usual.run("true").ok()).as("the other host still runs").isTrue();
  }

  @Test
  void aPhysicalFunctionShowsItsVirtualFunctionsAndTheyShowThePhysicalOne() {
    Lab lab = Checkout.start("c", new Hardware(true, 0, 0, true));
    try {
      lab.install(Checkout.DISTRIBUTION);
      Dom0 dom0 = lab.dom0();
      dom0.must("echo 2 > /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs");
      assertThat(dom0.await("gangway show 01:00.2 >/dev/null", Duration.ofSeconds(30))).isTrue();

      JsonNode physical = JSON.readTree(dom0.must("gangway show 01:00.0 --json"));
      JsonNode virtual = JSON.readTree(dom0.must("gangway show 01:00.1 --json"));

      assertThat(physical.path("functionLevelReset").asBoolean()).isTrue();
      assertThat(physical.path("virtualFunctions").values().stream().map(JsonNode::asString))
          .containsExactly("0000:01:00.1", "0000:01:00.2");
      assertThat(capability(physical, "sr-iov").path("totalVfs").asInt()).isEqualTo(4);
      assertThat(capability(physical, "sr-iov").path("numVfs").asInt()).isEqualTo(2);
      assertThat(capability(physical, "msi-x").path("vectors").asInt()).isEqualTo(5);
      assertThat(virtual.path("physicalFunction").asString("")).isEqualTo("0000:01:00.0");
    } finally {
      lab.stop();
    }
  }

  private static JsonNode capability(JsonNode function, String name) {
    return function.path("capabilities").values().stream()
        .filter(c -> c.path("name").asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }
}
