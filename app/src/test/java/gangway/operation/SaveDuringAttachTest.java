package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A save by another program that asks nobody begins during an attach. */
class SaveDuringAttachTest {
  private static final String ATTACH = "run xl pci-attach 3 " + CARD;
  private static final String SAVER = "proc/4711/cmdline";
  private static final String SAVE = "xl\0save\0pv1\0/srv/pv1.image\0";
  private static final String NOT_THE_IMAGE = "do not use that image or copy";

  /** Until the processes are read for the last time, nothing says that the attach is done. */
  @Test
  void anAttachDuringASaveIsNotDone() {
    ActingHost counted = host().machine();
    attached(counted);
    int last = last(counted, "ns/pid");
    int left = 0;
    for (int n : moments(counted, last)) {
      GuideHost host = host();
      ActingHost machine = host.machine().beforeCall(n, () -> host.put(SAVER, SAVE));
      String when = counted.call(n);
      try {
        assertThat(attached(machine)).as(when).isInstanceOf(RequestOperation.Result.Refused.class);
        assertThat(machine.acts()).as(when).doesNotContain(ATTACH);
      } catch (Problem why) {
        if (machine.acts().contains(ATTACH)) {
          left++;
          assertThat(why.kind()).as(when).isEqualTo(Problem.Kind.INCONSISTENT);
          assertThat(why.lines() + why.remedy())
              .as(when)
              .contains("process 4711: xl save pv1", "gangway recover", NOT_THE_IMAGE);
          assertThat(machine.acts()).as(when).noneMatch(act -> act.contains("pci-detach"));

          host.without("proc/4711");
          boolean done = recovered(host) == Outcome.DONE;
          assertThat(host.store().read("/local/domain/0/backend/pci/3/0/dev-0").isPresent())
              .as(when)
              .isEqualTo(done);
        }
      }
    }
    assertThat(left).isPositive();
  }

  /** The processes are not read any more, but the guest's state is. */
  @Test
  void anAttachToAGuestThatAKilledSaveLeftSuspendedIsNotDone() {
    ActingHost counted = host().machine();
    attached(counted);
    GuideHost host = host();
    ActingHost machine =
        host.machine().beforeCall(last(counted, "xl list"), () -> host.suspended().add("3"));

    Problem why = catchThrowableOfType(Problem.class, () -> attached(machine));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.lines() + why.remedy())
        .contains(
            "guest 'pv1' was suspended during the attach",
            "gangway recover --as-is",
            "gangway recover pv1",
            NOT_THE_IMAGE);
  }

  @Test
  void aGuestThatIsGoneMayBeSaved() {
    ActingHost counted = host().machine();
    attached(counted);
    int gone = 0;
    for (int n = last(counted, ATTACH) + 1; n <= last(counted, "ns/pid"); n++) {
      GuideHost host = host();
      ActingHost machine =
          host.machine()
              .beforeCall(
                  n,
                  () ->
                      host.store()
                          .without("/local/domain/3")
                          .without("/local/domain/0/backend/pci/3"));
      try {
        attached(machine);
      } catch (Problem why) {
        gone++;
        assertThat(why.lines() + why.remedy()).as(counted.call(n)).contains(NOT_THE_IMAGE);
      }
    }
    assertThat(gone).isPositive();
  }

  private static GuideHost host() {
    return new GuideHost()
        .put("proc/sys/kernel/random/boot_id", "2f0d\n")
        .put("proc/1/cmdline", "/sbin/init\0")
        .hidden(CARD);
  }

  /** Before each change, and before each look at the processes. */
  private static List<Integer> moments(ActingHost counted, int last) {
    return IntStream.rangeClosed(1, last)
        .filter(n -> !counted.calls().get(n - 1).reads() || counted.call(n).contains("ns/pid"))
        .boxed()
        .toList();
  }

  private static int last(ActingHost counted, String call) {
    return IntStream.rangeClosed(1, counted.calls().size())
        .filter(n -> counted.call(n).contains(call))
        .max()
        .orElseThrow();
  }

  private static Outcome recovered(GuideHost host) {
    ActingHost machine = host.machine();
    return new Recovery(machine, Author.present(machine), new UnseenProgress())
        .recover(new Journal(machine).interrupted().getFirst());
  }

  private static RequestOperation.Result attached(ActingHost machine) {
    return new RequestOperation(_ -> RequestDraft.of(attach(NOW, "pv1", CARD)))
        .perform(Submission.of(machine, List.of("attach", "pv1", CARD), new UnseenProgress()));
  }
}
