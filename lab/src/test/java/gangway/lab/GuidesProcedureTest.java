package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main test of the lab: the procedure of the guide. */
@Tag("walk")
@Tag("releases")
@Order(1)
@ExtendWith(SharedLab.class)
class GuidesProcedureTest {
  /** The titles of the stages after which the host is compared, with the names of the files. */
  private static final Map<String, String> COMPARED =
      Map.of(
          "Hide both, now and after reboot", "hidden",
          "Create a PV guest with the first", "started",
          "Hot-attach the second", "attached",
          "Hot-detach it", "detached",
          "Restart dom0: still hidden", "rebooted",
          "Unhide both: dom0's drivers are back", "unhidden");

  @Test
  void theGuidesProcedureWorksFromEndToEndAndTheHostLooksLikeTheFakeHost(Dom0 dom0) {
    RealHost host = new RealHost(dom0, "guide", List.of("0000:09:00.0", "0000:0a:04.1"));
    List<String> compared = new ArrayList<>();

    // every stage verifies its result and throws if the result is wrong
    new Demo(
            Terminal.standard(),
            stage -> {
              if (COMPARED.containsKey(stage)) {
                host.mustLook(COMPARED.get(stage));
                compared.add(stage);
              }
            })
        .guide(dom0);

    assertThat(compared).containsExactlyInAnyOrderElementsOf(COMPARED.keySet());
  }
}
