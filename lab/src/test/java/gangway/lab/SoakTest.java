package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A function goes to a guest and back, over and over, and nothing grows. {@code bench/soak} does it
 * 300 times and tells the times.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class SoakTest {
  private static final int CYCLES = 5;

  /** A line of what {@code bench/soak.dom0} prints; its comment names the fields. */
  private record Cycle(List<String> fields) {
    /** Nodes of XenStore, open files, locks, runs under way. */
    List<String> bounded() {
      return fields.subList(3, 7);
    }

    String runsUnderWay() {
      return fields.get(6);
    }

    int runsKept() {
      return Integer.parseInt(fields.get(7));
    }

    String seenByGuest() {
      return fields.get(9);
    }
  }

  @Test
  void aFunctionThatGoesToAGuestAndBackLeavesNothingBehind(Dom0 dom0) throws IOException {
    String script = Files.readString(Checkout.ROOT.resolve("bench/soak.dom0"));
    dom0.must("cat > /root/soak <<'END'\n" + script + "END");

    List<Cycle> cycles =
        dom0.must("bash /root/soak " + CYCLES)
            .lines()
            .map(line -> new Cycle(List.of(line.split("\\|"))))
            .toList();

    assertThat(cycles).hasSize(CYCLES);
    assertThat(cycles).extracting(Cycle::bounded).containsOnly(cycles.getFirst().bounded());
    assertThat(cycles.getLast().runsUnderWay()).isEqualTo("0");
    assertThat(cycles.getLast().runsKept()).as("hide, and two a cycle").isEqualTo(1 + 2 * CYCLES);
    assertThat(cycles.getLast().seenByGuest()).isEqualTo("0");
    assertThat(dom0.must("cat /var/lib/gangway/hot-plugs/*"))
        .endsWith("hot-plugs=" + 2 * CYCLES + "\n");
  }
}
