package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.service.resource.SharedLists.Basis;
import gangway.service.resource.SharedLists.Extent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Viewers share a list as long as it is of the last observation. */
class SharedListsTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final SharedLists lists = new SharedLists();
  private final List<String> made = new ArrayList<>();

  private static Basis basis(Instant time, long generation) {
    return new Basis(time, generation, Optional.empty());
  }

  private Tagged list(Extent extent, Basis basis, String json) {
    return lists.list(
        extent,
        basis,
        () -> {
          made.add(json);
          return json;
        });
  }

  @Test
  void aListIsMadeOnceForAnObservation() {
    Tagged first = list(Extent.ALL, basis(NOON, 1), "[1]");
    assertThat(list(Extent.ALL, basis(NOON, 1), "[2]")).isSameAs(first);
    assertThat(made).containsExactly("[1]");
  }

  @Test
  void anotherObservationAChangeAndAnotherExtentGiveAnotherList() {
    Tagged first = list(Extent.ALL, basis(NOON, 1), "[1]");
    assertThat(list(Extent.WITHOUT_BRIDGES, basis(NOON, 1), "[2]").tag()).isNotEqualTo(first.tag());
    list(Extent.ALL, basis(NOON.plusSeconds(30), 1), "[3]");
    list(Extent.ALL, basis(NOON.plusSeconds(30), 2), "[4]");
    // the clock was set back
    list(Extent.ALL, basis(NOON, 2), "[1]");
    assertThat(made).containsExactly("[1]", "[2]", "[3]", "[4]", "[1]");
    assertThat(list(Extent.ALL, basis(NOON, 2), "[5]").tag()).isEqualTo(first.tag());
  }

  @Test
  void aListThatShowsWhatFunctionsCarryIsAnotherList() {
    ViewedUses nothing = new ViewedUses(Map.of());
    Tagged first = list(Extent.ALL, basis(NOON, 1), "[1]");
    list(Extent.ALL, new Basis(NOON, 1, Optional.of(nothing)), "[2]");
    list(Extent.ALL, new Basis(NOON, 1, Optional.of(nothing)), "[3]");
    assertThat(list(Extent.ALL, basis(NOON, 1), "[4]")).isSameAs(first);
    assertThat(made).containsExactly("[1]", "[2]");
  }
}
