package gangway.passthrough;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.host.GuideHost.CARD;
import static gangway.xen.definition.Toolstack.LIBVIRT;
import static gangway.xen.definition.Toolstack.XL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.Outcome;
import gangway.operation.RecordedProgress;
import gangway.operation.Recovery;
import gangway.operation.Runs;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.NewGuestExamples;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domains;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest is created completely, or nothing of it remains. */
class NewGuestPlanTest {
  private static final Author OTHER =
      new Author("root", Optional.empty(), 4712, "91234", "2f0d", Optional.empty());

  private GuideHost made() {
    GuideHost host =
        new GuideHost()
            .put("srv/vmlinux", "")
            .put("srv/guest.img", "")
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .hidden(CARD);
    return host.answer(NewGuestExamples.virtInstall(guest(LIBVIRT)), NewGuestExamples.WRITTEN);
  }

  private static NewGuest guest(Toolstack toolstack) {
    return NewGuestExamples.withKernel(toolstack, CARD);
  }

  @ParameterizedTest
  @EnumSource(names = {"XL", "LIBVIRT"})
  void theGuestIsDefinedAndRunsWithItsFunction(Toolstack toolstack) {
    GuideHost host = made();
    ActingHost machine = host.machine();

    perform(machine, BOTH, toolstack);

    assertThat(Domains.named(host.store(), "db1")).isPresent();
    assertThat(defined(host, toolstack)).isTrue();
    assertThat(rehearsed(machine, BOTH, toolstack).alreadySo()).isTrue();
    assertThat(rehearsed(machine, LASTING, toolstack).alreadySo()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"XL", "LIBVIRT"})
  void aDefinedGuestIsOnlyStarted(Toolstack toolstack) {
    ActingHost machine = made().machine();
    perform(machine, LASTING, toolstack);

    PreparedRequest start = rehearsed(machine, BOTH, toolstack);

    assertThat(start.plan().steps()).extracting(Step::says).containsExactly("start guest db1");
  }

  @ParameterizedTest
  @EnumSource(names = {"XL", "LIBVIRT"})
  void afterAFailureNothingOfTheGuestRemains(Toolstack toolstack) {
    for (Failure failure : List.of(Failure.NOT_DONE, Failure.DONE_ALL_THE_SAME, Failure.FAULT)) {
      for (int n = 1; n <= 2; n++) {
        GuideHost host = made();
        SortedMap<String, String> before = host.everything();
        try {
          perform(host.machine().failing(n, failure), BOTH, toolstack);
        } catch (Problem why) {
          assertThat(why.kind()).isEqualTo(Problem.Kind.FAILED);
          assertThat(host.changesSince(before)).as(failure + " at " + n).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"XL", "LIBVIRT"})
  void afterAKillTheGuestIsCompleteOrRemoved(Toolstack toolstack) {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    int n = 1;
    for (; ; n++) {
      GuideHost host = made();
      SortedMap<String, String> before = host.everything();
      try {
        perform(host.machine().killedAt(n), BOTH, toolstack);
        break;
      } catch (ActingHost.Killed killed) {
        ActingHost machine = host.machine();
        Recovery recovery = new Recovery(machine, OTHER, new RecordedProgress());
        for (Operation run : new Journal(machine).interrupted()) {
          Outcome outcome = recovery.recover(run);
          outcomes.add(outcome);
          if (outcome == Outcome.UNDONE) {
            assertThat(host.changesSince(before)).as("killed at " + n).isEmpty();
          } else {
            assertThat(rehearsed(machine, BOTH, toolstack).alreadySo()).isTrue();
          }
        }
      }
    }
    assertThat(n).isGreaterThan(8);
    assertThat(outcomes).containsExactlyInAnyOrder(Outcome.UNDONE, Outcome.DONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"XL", "LIBVIRT"})
  void afterAPowerFailureTheDefinitionIsRemoved(Toolstack toolstack) {
    int definitions = 0;
    for (int n = 1; ; n++) {
      GuideHost cut = made();
      try {
        perform(cut.machine().killedAt(n), BOTH, toolstack);
        break;
      } catch (ActingHost.Killed killed) {
        boolean written = defined(cut, toolstack);
        cut.reboot();
        cut.store()
            .without("/local/domain/" + ActingHost.NEW)
            .without("/local/domain/0/backend/pci/" + ActingHost.NEW);
        ActingHost machine = cut.machine();
        Recovery recovery = new Recovery(machine, OTHER, new RecordedProgress());
        List<Outcome> outcomes =
            new Journal(machine).interrupted().stream().map(recovery::recover).toList();
        if (outcomes.contains(Outcome.UNDONE)) {
          definitions += written ? 1 : 0;
          assertThat(defined(cut, toolstack)).as("cut at " + n).isFalse();
        }
      }
    }
    assertThat(definitions).isPositive();
  }

  private static boolean defined(GuideHost host, Toolstack toolstack) {
    return host.exists(guest(toolstack).file().toString().substring(1));
  }

  @Test
  void aDefinitionOfAnotherProgramIsNotOverwritten() {
    GuideHost host = made();
    ActingHost machine = host.machine();
    PreparedRequest prepared = rehearsed(machine, LASTING, XL);
    host.put("etc/xen/db1.cfg", "# mine\n");

    assertThatThrownBy(() -> Runs.perform(prepared, machine, new RecordedProgress()))
        .hasMessageContaining("changed by another program");

    assertThat(host.text("etc/xen/db1.cfg")).isEqualTo("# mine\n");
  }

  @Test
  void hotPlugIsEnabledInTheDefinition() {
    GuideHost host = made();
    ActingHost machine = host.machine();
    Request ready = new Request.Ready("pv2");
    HostSnapshot observed = host.observed();
    PreparedRequest prepared = PreparedRequest.of(observed, Verdict.of(observed, ready, List.of()));
    assertThat(prepared.plan().steps())
        .extracting(Step::says)
        .containsExactly("set passthrough, e820_host in /etc/xen/pv2.cfg");

    Runs.perform(prepared, machine, new RecordedProgress());

    assertThat(host.text("etc/xen/pv2.cfg"))
        .isEqualTo(
            "name = \"pv2\"\nbootloader='pygrub'\nmemory = 256\npassthrough = \"enabled\"\ne820_host = 1\n");
    HostSnapshot after = host.observed();
    assertThat(PreparedRequest.of(after, Verdict.of(after, ready, List.of())).alreadySo()).isTrue();
  }

  private static void perform(ActingHost machine, Set<Reach> reach, Toolstack toolstack) {
    PreparedRequest prepared = rehearsed(machine, reach, toolstack);
    assertThat(prepared.verdict().findings()).noneMatch(finding -> finding.blocks());
    Runs.perform(prepared, machine, new RecordedProgress());
  }

  private static PreparedRequest rehearsed(
      ActingHost machine, Set<Reach> reach, Toolstack toolstack) {
    Observer observer = new Observer(machine);
    NewGuest guest = guest(toolstack);
    Request request = new Request.New(guest, reach);
    HostSnapshot host = observer.forRequest(observer.inventory(), request);
    return PreparedRequest.of(host, Verdict.of(host, request, List.of()));
  }
}
