package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Debouncing and generations, with a clock that the test moves. */
class ChangesTest {
  private static final Set<Topic> FUNCTIONS = EnumSet.of(Topic.FUNCTIONS);
  private static final Set<Topic> GUESTS = EnumSet.of(Topic.GUESTS);

  private long now = 12345;
  private final Changes changes = new Changes(() -> now, 100);
  private final List<String> heard = new ArrayList<>();

  /** The time of the first announcement is 0. */
  private void pass(long milliseconds) {
    now += Duration.ofMillis(milliseconds).toNanos();
    changes.announceDue();
  }

  private void hear() {
    changes.listen((topics, generation) -> heard.add(topics + " " + generation));
  }

  @Test
  void aChangeIsAnnouncedAfterAQuietTime() {
    hear();
    changes.noticed(FUNCTIONS);
    assertThat(changes.untilDue()).hasValue(Pace.QUIET.toNanos());
    pass(299);
    assertThat(heard).isEmpty();
    assertThat(changes.generation()).isEqualTo(100);
    pass(1);
    assertThat(heard).containsExactly("[FUNCTIONS] 101");
    assertThat(changes.generation()).isEqualTo(101);
  }

  @Test
  void nothingIsDueWhileNothingChanges() {
    assertThat(changes.untilDue()).isEmpty();
    changes.noticed(FUNCTIONS);
    pass(300);
    assertThat(changes.untilDue()).isEmpty();
    changes.noticed(Set.of());
    assertThat(changes.untilDue()).isEmpty();
  }

  @Test
  void changesInARowAreOneAnnouncementButNotLaterThanOneSecond() {
    hear();
    for (int i = 0; i < 10; i++) {
      changes.noticed(FUNCTIONS);
      pass(100);
      assertThat(heard).hasSize(i < 9 ? 0 : 1);
    }
    pass(5000);
    assertThat(heard).containsExactly("[FUNCTIONS] 101");
  }

  @Test
  void aTopicThatChangesAllTheTimeDoesNotDelayAnotherOne() {
    hear();
    changes.noticed(FUNCTIONS);
    pass(200);
    changes.noticed(GUESTS);
    pass(100);
    assertThat(heard).containsExactly("[FUNCTIONS] 101");
    pass(200);
    assertThat(heard).containsExactly("[FUNCTIONS] 101", "[GUESTS] 102");
    assertThat(changes.generation(FUNCTIONS)).isEqualTo(101);
    assertThat(changes.generation(GUESTS)).isEqualTo(102);
    assertThat(changes.generation(Topic.ALL)).isEqualTo(102);
    assertThat(changes.generation(EnumSet.of(Topic.DOCTOR))).isEqualTo(100);
  }

  @Test
  void aGuestThatChangesAllTheTimeIsAnnouncedLessOftenAndASinglePauseEndsThat() {
    hear();
    int seconds = 120;
    for (int i = 0; i < seconds * 10; i++) {
      changes.noticed(GUESTS);
      pass(100);
    }
    int fast = Pace.ROW;
    assertThat(heard).hasSizeBetween(fast + 15, fast + 25);
    pass(6000);
    heard.clear();
    pass(6000);
    changes.noticed(GUESTS);
    pass(300);
    assertThat(heard).hasSize(1);
  }

  @Test
  void theLastChangeOfAStormIsAnnounced() {
    hear();
    for (int i = 0; i < 1000; i++) {
      changes.noticed(GUESTS);
      pass(100);
    }
    changes.noticed(GUESTS);
    long before = changes.generation();
    pass(Pace.REST.toMillis());
    assertThat(changes.generation()).isEqualTo(before + 1);
    assertThat(changes.untilDue()).isEmpty();
  }

  @Test
  void whileASourceFailsEverythingIsAnnouncedAtIntervals() {
    hear();
    changes.failed("kernel events", "bind: EPERM (1)");
    assertThat(changes.failures())
        .containsExactly(new SourceFailure("kernel events", "bind: EPERM (1)"));
    pass(300); // the failure itself: a change can have been lost before it
    assertThat(heard).hasSize(1);
    pass(Changes.LOOK.toMillis() - 301);
    assertThat(heard).hasSize(1);
    assertThat(changes.untilDue()).hasValue(1_000_000);
    pass(1);
    pass(10_000);
    assertThat(heard).hasSize(3).allMatch(line -> line.startsWith(Topic.ALL + " "));

    changes.works("kernel events");
    assertThat(changes.failures()).isEmpty();
    assertThat(changes.untilDue()).isEmpty();
    pass(60_000);
    assertThat(heard).hasSize(3);
  }

  @Test
  void theFailureSaysHowOftenEverythingIsRead() {
    assertThat(new SourceFailure("files", "no space"))
        .hasToString("files: no space; all is read again every 10 s until this source works");
  }

  @Test
  void theDriverIsWokenForEachNoticeAndFailure() {
    List<OptionalLong> woken = new ArrayList<>();
    changes.wakeBy(() -> woken.add(changes.untilDue()));
    changes.noticed(FUNCTIONS);
    assertThat(woken).containsExactly(OptionalLong.of(Pace.QUIET.toNanos()));
    changes.failed("files", "x");
    assertThat(woken).hasSizeGreaterThan(1);
  }

  @Test
  void aListenerThatFailsDoesNotKeepOthersFromTheAnnouncement() {
    changes.listen((_, _) -> {
      throw new IllegalStateException("on purpose");
    });
    hear();
    changes.noticed(FUNCTIONS);
    pass(300);
    assertThat(heard).hasSize(1);
  }

  @Test
  void aClosedListenerHearsNothing() {
    Changes.Listening listening = changes.listen((_, _) -> heard.add("heard"));
    listening.close();
    changes.noticed(FUNCTIONS);
    pass(300);
    assertThat(heard).isEmpty();
  }

  @Test
  void theWordsOfTheTopicsAreTheEventsOfTheApi() {
    assertThat(Topic.ALL.stream().map(Topic::word))
        .containsExactly("host", "functions", "guests", "operations", "doctor");
  }
}
