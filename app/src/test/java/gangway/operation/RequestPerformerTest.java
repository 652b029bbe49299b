package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.passthrough.PreparedRequest;
import gangway.pci.identity.HardwareRecord;
import gangway.plan.Step;
import gangway.request.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is performed completely or undone, whichever action fails and in whichever way. */
class RequestPerformerTest {
  private static final String HIDDEN_AT_BOOT =
      """
      softdep e1000e pre: xen-pciback
      softdep e1000 pre: xen-pciback
      options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)
      """;
  private static final byte[] LATIN =
      "bootloader='pygrub'\nname = 'pv1' # caf\u00e9, and a NUL: \0\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private static final String DEFINED =
      "name = \"pv1\"\nbootloader='pygrub'\npci = [ \"0000:09:00.0\", \"0000:0a:04.0\" ]\n";

  private static final String RESERVED = "0000:04:00.0";

  /** A request, on a host where it needs all kinds of steps. */
  record Story(String name, Request request, Consumer<GuideHost> made) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Story> stories() {
    return Stream.of(
        new Story("hide two functions", hide(BOTH, CARD, TWIN), on -> {}),
        new Story(
            "hide a function that is reserved for a driver it does not have",
            hide(BOTH, CARD),
            on -> on.put(on.folder(CARD) + "/driver_override", "vfio-pci\n")),
        new Story(
            "hide a function of vfio-pci",
            hide(NOW, RESERVED),
            on -> on.function(RESERVED, "8086:37c8", "b4000", "vfio-pci")),
        new Story(
            "unhide a function of vfio-pci",
            unhide(NOW, RESERVED),
            RequestPerformerTest::reservedAndHidden),
        new Story("hide a second one", hide(BOTH, TWIN), RequestPerformerTest::hidden),
        new Story(
            "unhide two functions", unhide(BOTH, CARD, OTHER_TWIN), RequestPerformerTest::hidden),
        new Story(
            "unhide a function with a driver_override",
            unhide(BOTH, CARD),
            on -> hidden(on.put(on.folder(CARD) + "/driver_override", "pciback\n"))),
        new Story(
            "unhide a function that was hidden at boot",
            unhide(BOTH, CARD),
            on -> hidden(on).without("var/lib/gangway/original/" + CARD)),
        new Story(
            "unhide a function whose address had another device",
            unhide(NOW, CARD),
            on ->
                on.hidden(CARD)
                    .put(
                        "var/lib/gangway/original/" + CARD,
                        "id=144d:a808\ndriver=nvme\nmodule=nvme\n")),
        new Story(
            "attach two functions", attach(BOTH, "pv1", CARD, TWIN), on -> on.hidden(CARD, TWIN)),
        new Story(
            "attach to a guest whose definition is not all text",
            attach(BOTH, "pv1", CARD),
            on -> on.hidden(CARD).put("etc/xen/pv1.cfg", LATIN)),
        new Story(
            "attach a second one",
            attach(BOTH, "pv1", CARD, TWIN),
            on -> on.hidden(CARD, TWIN).given(3, CARD)),
        new Story(
            "detach two functions",
            detach(BOTH, "pv1", CARD, TWIN),
            on -> on.hidden(CARD, TWIN).given(3, CARD, TWIN).put("etc/xen/pv1.cfg", DEFINED)));
  }

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void withoutAFailureAllStepsAreDoneInOrder(Story story) {
    story.made().accept(host);
    PreparedRequest prepared = Runs.rehearsed(host, story.request());
    RecordedProgress progress = new RecordedProgress();
    Runs.perform(prepared, host.machine(), progress);
    assertThat(progress.of("done")).isEqualTo(progress.of("begins")).hasSizeGreaterThan(1);
    assertThat(progress.of("done"))
        .isSubsetOf(prepared.plan().steps().stream().map(Step::says).toList());
    PreparedRequest again = Runs.rehearsed(host, story.request());
    assertThat(again.alreadySo()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void aFailedActionUndoesAllActionsBefore(Story story) {
    assertAllOrNothing(story, UnaryOperator.identity(), Failure.FAULT, Failure.NOT_DONE);
  }

  @ParameterizedTest
  @MethodSource("stories")
  void anActionThatSucceedsWithAnErrorIsUndoneToo(Story story) {
    assertAllOrNothing(story, GuideHost::withoutXl, Failure.DONE_ALL_THE_SAME);
  }

  /**
   * Lets the first action fail, then the second and so on, up to the last one. What dom0 writes
   * while a toolstack detaches a function is repeated: then the request is done. The devices have a
   * record already; DeviceRecordingTest is about new records.
   */
  private static void assertAllOrNothing(
      Story story, UnaryOperator<GuideHost> plain, Failure... failures) {
    GuideHost host = recorded(story, plain);
    PreparedRequest prepared = Runs.rehearsed(host, story.request());
    SortedMap<String, String> before = host.everything();
    for (int n = 1; ; n++) {
      for (Failure how : failures) {
        ActingHost machine = host.machine().failing(n, how);
        RecordedProgress progress = new RecordedProgress();
        Problem problem =
            catchThrowableOfType(Problem.class, () -> Runs.perform(prepared, machine, progress));
        if (problem == null && machine.acts().size() < n) {
          assertThat(machine.acts()).hasSize(n - 1).hasSizeGreaterThan(1);
          return;
        }
        if (problem == null) {
          assertThat(Runs.rehearsed(host, story.request()).alreadySo()).isTrue();
          host = recorded(story, plain);
          continue;
        }
        assertThat(host.changesSince(before)).as(how + ": " + machine.acts().get(n - 1)).isEmpty();
        assertFailedAndUndone(problem, progress);
      }
    }
  }

  private static GuideHost recorded(Story story, UnaryOperator<GuideHost> plain) {
    GuideHost host = plain.apply(new GuideHost());
    story.made().accept(host);
    HardwareRecord.add(host.machine(), Runs.rehearsed(host, story.request()).unrecorded());
    return host;
  }

  private static void assertFailedAndUndone(Problem problem, RecordedProgress progress) {
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.blocker()).isEqualTo("failed; everything is as it was before");
    assertThat(problem.evidence().getFirst())
        .startsWith("could not " + progress.of("failed").getFirst());
    List<String> undone = progress.of("undone");
    assertThat(undone)
        .isEqualTo(progress.of("begins").reversed().stream().filter(undone::contains).toList());
  }

  /**
   * If an action of the undo fails too, the problem is INCONSISTENT exactly if the host has
   * changed.
   */
  @Test
  void aFailedUndoIsReported() {
    for (int n = 1; ; n++) {
      GuideHost fresh = new GuideHost();
      PreparedRequest prepared = Runs.rehearsed(fresh, hide(BOTH, CARD, TWIN));
      SortedMap<String, String> before = fresh.everything();
      ActingHost machine =
          fresh.machine().failing(n, Failure.NOT_DONE).failing(n + 1, Failure.NOT_DONE);
      Problem problem =
          catchThrowableOfType(
              Problem.class, () -> Runs.perform(prepared, machine, new RecordedProgress()));
      if (problem == null) {
        assertThat(n).isGreaterThan(10);
        return;
      }
      assertThat(problem.kind())
          .as(String.join("\n", machine.acts()))
          .isEqualTo(
              fresh.everything().equals(before) ? Problem.Kind.FAILED : Problem.Kind.INCONSISTENT);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_DONE", "FAULT", "SILENT"})
  void aFailedUndoIsNamedAndAllOtherActionsAreUndone(Failure how) {
    PreparedRequest prepared = Runs.rehearsed(host.withoutXl(), hide(NOW, CARD));
    ActingHost machine = host.machine().failing(4, Failure.NOT_DONE).failing(5, how);
    RecordedProgress progress = new RecordedProgress();
    Problem problem =
        catchThrowableOfType(Problem.class, () -> Runs.perform(prepared, machine, progress));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(problem.blocker()).isEqualTo("failed, and not everything could be undone");
    assertThat(problem.evidence())
        .first()
        .asString()
        .startsWith("could not bind 0000:09:00.0 to pciback: ");
    assertThat(problem.evidence())
        .last()
        .asString()
        .startsWith("not undone: add a pciback slot for 0000:09:00.0 (");
    assertThat(progress.of("left")).containsExactly("add a pciback slot for 0000:09:00.0");
    assertThat(machine.acts())
        .containsExactly(
            "replace /var/lib/gangway/original/0000:09:00.0",
            "write 0000:09:00.0 to /sys/bus/pci/drivers/e1000e/unbind",
            "write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/new_slot",
            "write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/bind",
            "write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/remove_slot",
            "write 0000:09:00.0 to /sys/bus/pci/drivers/e1000e/bind",
            "delete /var/lib/gangway/original/0000:09:00.0");
    assertThat(machine.linkName(Path.of("/sys/bus/pci/devices/0000:09:00.0/driver")))
        .contains("e1000e");
  }

  @Test
  void aStepThatSucceedsWithoutEffectIsUndone() {
    host.hidden(CARD);
    SortedMap<String, String> before = host.everything();
    PreparedRequest prepared = Runs.rehearsed(host, attach(BOTH, "pv1", CARD));
    ActingHost machine = host.machine().failing(3, Failure.SILENT);
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Runs.perform(prepared, machine, new RecordedProgress()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence())
        .containsExactly(
            "could not attach 0000:09:00.0 to guest pv1: the step had no effect",
            "not met: domain 3 has 0000:09:00.0 and its driver sees it");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aToolThatAlwaysFailsChangesNothingIfItsFilesAreRestored() {
    SortedMap<String, String> before = host.everything();
    PreparedRequest prepared = Runs.rehearsed(host, hide(LASTING, CARD));
    ActingHost machine = host.machine().failing(4, Failure.NOT_DONE).failing(8, Failure.NOT_DONE);
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Runs.perform(prepared, machine, new RecordedProgress()));
    assertThat(machine.acts())
        .containsExactly(
            "write /etc/initramfs-tools/hooks/gangway, 755",
            "write /etc/initramfs-tools/scripts/init-top/gangway, 755",
            "replace /etc/modprobe.d/gangway.conf",
            "run update-initramfs -u -k all",
            "delete /etc/initramfs-tools/hooks/gangway",
            "delete /etc/initramfs-tools/scripts/init-top/gangway",
            "delete /etc/modprobe.d/gangway.conf",
            "run update-initramfs -u -k all");
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
  }

  /** Without XenStore no guest can be requested to release a function: the guest keeps it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void withoutXenStoreAllOtherChangesAreUndone(int acts) {
    host.hidden(CARD, TWIN);
    SortedMap<String, String> before = host.everything();
    PreparedRequest prepared = Runs.rehearsed(host, attach(BOTH, "pv1", CARD, TWIN));
    ActingHost machine = host.machine().losingXenStoreAfter(acts);
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Runs.perform(prepared, machine, new RecordedProgress()));
    assertThat(problem.kind()).isIn(Problem.Kind.FAILED, Problem.Kind.INCONSISTENT);
    assertThat(problem.evidence()).anyMatch(line -> line.contains("XenStore cannot be read"));
    assertThat(host.changesSince(before)).allMatch(change -> change.startsWith("XenStore "));
  }

  @Test
  void aFunctionThatWasHiddenAtBootIsQuarantinedBeforeItsRelease() {
    host.hiddenAtBoot(CARD);
    ActingHost machine = host.machine();
    Runs.perform(Runs.rehearsed(host, unhide(NOW, CARD)), machine, new RecordedProgress());
    assertThat(machine.acts())
        .containsExactly(
            "run xl pci-assignable-add 0000:09:00.0",
            "run xl pci-assignable-remove 0000:09:00.0",
            "run modprobe e1000e",
            "write 0000:09:00.0 to /sys/bus/pci/drivers_probe");
    assertThat(host.observed().inventory().at(GuideHost.address(CARD)).orElseThrow().owner())
        .hasToString("e1000e");
  }

  @Test
  void aDriverThatItsModuleBoundIsUnboundAgain() {
    host.hidden(CARD).without("sys/bus/pci/drivers/e1000e");
    PreparedRequest prepared = Runs.rehearsed(host, unhide(NOW, CARD));
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().failing(4, Failure.NOT_DONE);
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Runs.perform(prepared, machine, new RecordedProgress()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence().getFirst()).startsWith("could not delete the driver record");
    host.without("sys/bus/pci/drivers/e1000e");
    assertThat(host.changesSince(before)).isEmpty();
  }

  /** A function that vfio-pci had before it was hidden. */
  private static GuideHost reservedAndHidden(GuideHost host) {
    return host.function(RESERVED, "8086:37c8", "b4000", "vfio-pci")
        .put(host.folder(RESERVED) + "/driver_override", "(null)\n")
        .hidden(RESERVED)
        .put(
            "var/lib/gangway/original/" + RESERVED,
            "id=8086:37c8\ndriver=vfio-pci\noverride=yes\n");
  }

  /** The card and one of the twins hidden, now and after reboot. */
  private static GuideHost hidden(GuideHost host) {
    return host.hidden(CARD, OTHER_TWIN).put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT).pack();
  }
}
