package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.DracutImages;
import gangway.host.GuideHost;
import gangway.host.XenServerTool;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What commands ask the machine: each question takes time, and a question to xl or df is a process.
 * An operation looks at the host again after its claim, before each action, and when all is done;
 * what it does not depend on it does not read.
 */
class QuestionsTest {
  private static final String LIST = "list /sys/bus/pci/devices]";
  private static final String LOCK = "lock /var/lib/gangway/lock";
  private static final String BOOT = "/etc/modprobe.d";

  /** The guide's host, on which a function is hidden that the guest does not have. */
  private static List<String> asked(String... command) {
    return asked(new GuideHost().hidden(TWIN), command);
  }

  private static List<String> asked(GuideHost host, String... command) {
    ActingHost machine = host.machine();
    int before = machine.calls().size();
    Run run = Run.on(machine, List.of(command));
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    return IntStream.rangeClosed(before + 1, machine.calls().size())
        .mapToObj(machine::call)
        .toList();
  }

  private static List<String> about(List<String> asked, String part) {
    return asked.stream().filter(question -> question.contains(part)).toList();
  }

  /**
   * The figures are limits and not exact, so that a question more or less needs no change here. If
   * one is exceeded, look for a question that is asked twice in one observation; raise the limit if
   * all new questions are needed.
   */
  @ParameterizedTest
  @CsvSource({
    "devices, 60",
    "guests, 60",
    "show 09:00.0, 195",
    "check hide 09:00.0, 238",
    "check assign pv1 09:00.0, 316",
    "check attach --now pv1 0a:04.0, 130",
    "attach --now pv1 0a:04.0, 191",
    "hide --now 09:00.0, 345",
    "unhide --now 0a:04.0, 290"
  })
  void aCommandAsksAtMost(String command, int most) {
    assertThat(asked(command.split(" "))).hasSizeLessThanOrEqualTo(most);
  }

  @Test
  void beforeTheClaimOnlyTheNamedFunctionIsRead() {
    List<String> asked = asked("attach", "--now", "pv1", TWIN);
    List<String> before = asked.subList(0, asked.indexOf(about(asked, LOCK).getFirst()));
    assertThat(about(before, "/sys/bus/pci/devices"))
        .singleElement()
        .asString()
        .contains(TWIN + "/uevent");
  }

  @Test
  void theListOfAllFunctionsIsReadOnceInAnOperation() {
    assertThat(about(asked("attach", "--now", "pv1", TWIN), LIST)).hasSize(1);
    assertThat(about(asked("hide", CARD), LIST)).hasSize(1);
  }

  /** After the claim the host is observed again, because it can have changed. */
  @Test
  void theFunctionIsReadBeforeTheClaimAfterItAndAtTheEnd() {
    List<String> asked = asked("attach", "--now", "pv1", TWIN);
    int claim = asked.indexOf(about(asked, LOCK).getFirst());
    int attach = asked.indexOf(about(asked, "run xl pci-attach").getFirst());
    String function = TWIN + "/uevent";
    assertThat(about(asked.subList(0, claim), function)).hasSize(1);
    assertThat(about(asked.subList(claim, attach), function)).hasSize(1);
    assertThat(about(asked.subList(attach, asked.size()), function)).hasSize(1);
  }

  /**
   * A running guest keeps a function until it ends; the settings for the next boot do not matter.
   */
  @Test
  void onlyARequestThatLastsReadsTheBootSettings() {
    assertThat(about(asked("attach", "--now", "pv1", TWIN), BOOT)).isEmpty();
    assertThat(about(asked("check", "attach", "pv1", TWIN), BOOT)).isNotEmpty();
    assertThat(about(asked("check", "assign", "--now", "pv1", CARD), BOOT)).isNotEmpty();
    assertThat(about(asked("check", "unhide", "--now", TWIN), BOOT)).isNotEmpty();
  }

  /** It takes seconds to ask the images of dracut, and only boot settings depend on them. */
  @Test
  void onlyARequestThatLastsAsksTheImages() {
    GuideHost host = DracutImages.install(new GuideHost());
    assertThat(about(asked(host, "check", "hide", "--now", CARD), "lsinitrd")).isEmpty();
    assertThat(about(asked(host, "devices", "--carries"), "lsinitrd")).isEmpty();
    assertThat(about(asked(host, "check", "hide", "--boot", CARD), "lsinitrd")).isNotEmpty();
  }

  /** No image loads a pciback that is built into the kernel. */
  @Test
  void noRequestAsksTheImagesIfPcibackIsBuiltIn() {
    GuideHost host =
        XenServerTool.install(
            DracutImages.install(new GuideHost()).put("usr/sbin/update-initramfs", ""));
    assertThat(about(asked(host, "check", "hide", "--boot", CARD), "lsinitrd")).isEmpty();
  }

  /** The processes that save the guest are looked for in the check, before the act and after it. */
  @Test
  void anAttachLooksThreeTimesForTheProcessesThatSaveTheGuest() {
    assertThat(about(asked("attach", "--now", "pv1", TWIN), "list /proc]")).hasSize(3);
  }

  @Test
  void theHypervisorIsAskedOnceInAnObservation() {
    for (String[] command :
        List.of(new String[] {"show", CARD}, new String[] {"check", "assign", "pv1", CARD})) {
      List<String> asked = asked(command);
      assertThat(about(asked, "ask xl info")).hasSize(1);
      assertThat(about(asked, "ask xl dmesg")).hasSize(1);
    }
  }
}
