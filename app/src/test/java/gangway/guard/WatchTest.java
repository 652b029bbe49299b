package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.xen.guest.Domain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final String MADE_FOR_DEVICES = "{ \"passthrough\": \"enabled\" }";
  private static final String SHUTDOWN = "/local/domain/3/control/shutdown";

  private GuideHost host;
  private ActingHost machine;
  private final List<String> told = new ArrayList<>();
  private final Deque<Runnable> events = new ArrayDeque<>();

  @BeforeEach
  void guests(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", "2f0d\n").hidden(CARD);
    host.made(3, MADE_FOR_DEVICES, "{}");
    // the watching process is alive: its start time is the author's
    host.put("proc/4711/stat", "4711 (java) S " + "0 ".repeat(16) + "1 0 81234 0\n");
    machine = host.machine();
  }

  @Test
  void aGuestWatchedFromItsStartIsAtRiskOnceItHadADevice() {
    events.add(() -> host.guest(7, "pv7").made(7, MADE_FOR_DEVICES, "{}"));
    events.add(() -> assertThat(risk("pv7")).isInstanceOf(Risk.None.class));
    events.add(() -> host.given(7, CARD));
    events.add(() -> host.store().without("/local/domain/0/backend/pci/7"));
    events.add(() -> assertThat(risk("pv7")).isEqualTo(new Risk.Had("'gangway watch' saw it")));

    follow();

    assertThat(told).containsExactly("follows 1", "pv7 has a device");
  }

  @Test
  void aGuestThatRanBeforeTheWatchHasUnknownRisk() {
    events.add(() -> assertThat(risk("pv1")).isInstanceOf(Risk.Unknown.class));
    follow();
  }

  @Test
  void recordsOfAnEarlierWatchAreKept() {
    events.add(() -> host.given(3, CARD));
    follow();
    host.store().without("/local/domain/0/backend/pci/3");
    follow();
    assertThat(risk("pv1")).isInstanceOf(Risk.Had.class);
  }

  @Test
  void theRiskIsUnknownAfterTheWatchHasEnded() {
    events.add(() -> host.guest(7, "pv7").made(7, MADE_FOR_DEVICES, "{}"));
    follow();
    assertThat(risk("pv7")).isInstanceOf(Risk.None.class);
    host.without("proc/4711");
    assertThat(risk("pv7")).isInstanceOf(Risk.Unknown.class);
  }

  @Test
  void theSuspensionOfAGuestAtRiskIsReported() {
    host.given(3, CARD);
    events.add(() -> host.store().with(SHUTDOWN, "suspend"));
    events.add(() -> host.store().with(SHUTDOWN, "poweroff"));

    follow();

    assertThat(told).containsExactly("follows 1", "pv1 has a device", "pv1 suspends");
  }

  @Attack(Party.GUEST)
  @Test
  void aGuestThatWritesTheRequestAllTheTimeIsReportedOnceAMinute() {
    host.given(3, CARD);
    for (int i = 0; i < 50; i++) {
      events.add(() -> host.store().with(SHUTDOWN, "suspend"));
    }
    events.add(() -> machine.clock().park(Duration.ofMinutes(1)));
    events.add(() -> host.store().with(SHUTDOWN, "suspend"));

    follow();

    assertThat(told)
        .containsExactly("follows 1", "pv1 has a device", "pv1 suspends", "pv1 suspends");
  }

  @Attack(Party.GUEST)
  @Test
  void aDeviceThatIsGoneAgainAtTheNextLookIsRecorded() {
    events.add(() -> {});
    events.add(() -> {
      host.given(3, CARD);
      host.store().without("/local/domain/0/backend/pci/3");
    });

    follow();

    assertThat(told).containsExactly("follows 1", "pv1 has a device");
    assertThat(risk("pv1")).isInstanceOf(Risk.Had.class);
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void aFullDiskDoesNotEndTheWatchAndTheGuestCountsAsNotKnown() {
    events.add(() -> host.guest(7, "pv7").made(7, MADE_FOR_DEVICES, "{}"));
    events.add(() -> assertThat(risk("pv7")).isInstanceOf(Risk.None.class));
    events.add(() -> {
      machine.withFullDisk("no such file");
      host.given(7, CARD);
    });
    events.add(() -> host.store().without("/local/domain/0/backend/pci/7"));
    events.add(() -> assertThat(risk("pv7")).isInstanceOf(Risk.Unknown.class));

    follow();

    assertThat(told).containsExactly("follows 1", "pv7 is not recorded", "pv7 has a device");
  }

  @Test
  void theRecordOfAGuestThatIsGoneIsDeleted() {
    events.add(() -> host.store().without("/local/domain/3"));
    follow();
    assertThat(machine.exists(Watched.file(3))).isFalse();
  }

  private void follow() {
    Watch.follow(
        machine,
        Authors.ROOT,
        new Watch.Audience() {
          @Override
          public void follows(int guests) {
            told.add("follows " + guests);
          }

          @Override
          public void hasDevice(Domain guest) {
            told.add(guest.name() + " has a device");
          }

          @Override
          public void notRecorded(Domain guest, Problem why) {
            told.add(guest.name() + " is not recorded");
          }

          @Override
          public void suspends(GuestRisk guest) {
            told.add(guest.domain().name() + " suspends");
          }
        },
        () -> {
          Optional<Runnable> next = Optional.ofNullable(events.poll());
          next.ifPresent(Runnable::run);
          return next.isPresent();
        });
  }

  private Risk risk(String name) {
    return Risks.read(machine).stream()
        .filter(guest -> guest.domain().name().equals(name))
        .findFirst()
        .orElseThrow()
        .risk();
  }
}
