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
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.FakeView;
import gangway.host.GuideHost;
import gangway.machine.Command;
import gangway.migration.ImagePlace;
import gangway.observed.ObservedFile;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * After the same commands, the fake host of the unit tests shows what a real host shows. The lab
 * compares the real host with the same files: {@code GuidesProcedureTest} and {@code SaveTest}.
 */
class FakeHostTest {
  private static final Path FILES = Path.of("src/test/resources/observed");
  private static final Path IMAGE = Path.of("/srv/pv1.image");
  private static final String DISK = "0000:01:00.0";

  /** Neither the module of pciback is loaded nor a guest is running, as on the real host. */
  private final GuideHost host = new GuideHost().withPcibackToLoad().ended(3);

  @Test
  void theFakeHostShowsWhatARealHostShowsInTheGuidesProcedure() {
    Story story = new Story(host, "guide", List.of(CARD, OTHER_TWIN));
    story.perform(hide(BOTH, CARD, OTHER_TWIN));
    story.assertAt("hidden");
    story.perform(attach(LASTING, "pv1", CARD));
    story.run("xl create -q /etc/xen/pv1.cfg");
    story.assertAt("started");
    story.perform(attach(NOW, "pv1", OTHER_TWIN));
    story.assertAt("attached");
    story.perform(detach(NOW, "pv1", OTHER_TWIN));
    story.assertAt("detached");
    story.run("xl destroy pv1");
    host.reboot();
    story.assertAt("rebooted");
    story.perform(detach(LASTING, "pv1", CARD));
    story.perform(unhide(BOTH, CARD, OTHER_TWIN));
    story.assertAt("unhidden");
  }

  @Test
  void theFakeHostShowsWhatARealHostShowsWhenAGuestIsSavedAndRestored() {
    host.function(DISK, "1b36:0010", "10802", "nvme")
        .put("srv/other", "")
        .put("proc/sys/kernel/random/boot_id", "2f0d\n");
    Story story = new Story(host, "save", List.of(CARD, DISK));
    story.run("xl create -q /etc/xen/pv1.cfg");
    story.perform(hide(NOW, CARD, DISK));
    story.assertAt("hidden");
    story.perform(attach(NOW, "pv1", DISK, CARD));
    story.assertAt("attached");
    story.save();
    story.assertAt("saved");
    story.restore();
    story.assertAt("restored");
    story.perform(detach(NOW, "pv1", DISK));
    story.assertAt("first-detached");
    story.perform(detach(NOW, "pv1", CARD));
    story.assertAt("both-detached");
    story.perform(attach(NOW, "pv1", CARD));
    story.run("xl destroy pv1");
    story.assertAt("destroyed");
  }

  private record Story(GuideHost host, String name, List<String> functions) {
    void assertAt(String stage) {
      new ObservedFile(FILES, name + "/" + stage)
          .assertShownBy(new FakeView(host, functions).now());
    }

    void perform(Request request) {
      RequestOperation.Result result =
          new RequestOperation(_ -> RequestDraft.of(request)).perform(submission());
      assertThat(result).isInstanceOf(RequestOperation.Result.Done.class);
    }

    void run(String command) {
      assertThat(host.machine().run(Command.of(command.split(" "))).ok()).as(command).isTrue();
    }

    void save() {
      new SaveOperation("pv1", new ImagePlace(IMAGE), SaveOperation.Manner.STATE)
          .perform(submission(), Optional.empty());
    }

    void restore() {
      new RestoreOperation(IMAGE, Map.of()).perform(submission(), Optional.empty());
    }

    private Submission submission() {
      ActingHost machine = host.machine();
      if (host.store().list("/local/domain").contains(Integer.toString(ActingHost.NEW))) {
        machine.withModuleSaying(ActingHost.NEW, "0 0");
      }
      return Submission.of(machine, List.of("test"), new UnseenProgress());
    }
  }
}
