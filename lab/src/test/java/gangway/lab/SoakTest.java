package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Attaches and detaches a function repeatedly and verifies that nothing grows. {@code bench/soak}
 * repeats this 300 times and reports the times.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class SoakTest {
  private static final int CYCLES = 5;

  /** A line of the output of {@code bench/soak.dom0}, whose comment names the fields. */
  private record Cycle(List<String> fields) {
    /** Nodes in XenStore, open files, file locks, operations in progress. */
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
  void repeatedAttachAndDetachLeavesNothingBehind(Dom0 dom0) throws IOException {
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
    assertThat(cycles.getLast().runsKept())
        .as("one hide, and two operations in each cycle")
        .isEqualTo(1 + 2 * CYCLES);
    assertThat(cycles.getLast().seenByGuest()).isEqualTo("0");
    assertThat(dom0.must("cat /var/lib/gangway/hot-plugs/*"))
        .endsWith("hot-plugs=" + 2 * CYCLES + "\n");
  }
}
