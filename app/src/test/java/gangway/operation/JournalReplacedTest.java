package gangway.operation;

import static gangway.attack.Interrupted.run;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.cli.Run;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody deletes the journal or its folder of running operations, or puts something else in its
 * place, between any two calls of an operation to the machine. The operation is done or undone, and
 * its exit code is true.
 */
@Attack(Party.LOCAL_USER)
@Tag("long")
class JournalReplacedTest {
  private static final String FOLDER = "var/lib/gangway";
  private static final int SAMPLE = 11;
  private static final String RUNNING = FOLDER + "/running";

  /** What happens to the journal. */
  private record Loss(String what, BiConsumer<GuideHost, ActingHost> happens) {
    static List<Loss> all() {
      return List.of(
          new Loss("running is deleted", (host, _) -> delete(host, RUNNING)),
          new Loss("running is a file", (host, _) -> replace(host, RUNNING, "")),
          new Loss("running is a link to nothing", (host, _) -> replace(host, RUNNING, "/gone")),
          new Loss("running is a link to a folder", (host, _) -> replace(host, RUNNING, "/srv")),
          new Loss("running is moved", (host, _) -> move(host, RUNNING)),
          new Loss("the journal is deleted", (host, _) -> delete(host, FOLDER)),
          new Loss("the journal is a file", (host, _) -> replace(host, FOLDER, "")),
          new Loss("the disk is full", (_, machine) -> machine.withFullDisk("reserve")),
          new Loss(
              "running is deleted and the disk is full",
              (host, machine) -> {
                delete(host, RUNNING);
                machine.withFullDisk("no file of this name");
              }));
    }

    private static void delete(GuideHost host, String folder) {
      if (host.exists(folder)) {
        host.without(folder);
      }
    }

    /**
     * @param target of a link; a file if it is empty
     */
    private static void replace(GuideHost host, String folder, String target) {
      delete(host, folder);
      if (target.isEmpty()) {
        host.put(folder, "");
      } else {
        host.link(folder, target);
      }
    }

    private static void move(GuideHost host, String folder) {
      if (host.exists(folder)) {
        host.moved(folder, "srv/journal");
      }
    }
  }

  static Stream<Story> stories() {
    return Stream.of(
        Story.of("hide", hide(BOTH, CARD, TWIN)),
        Story.of("attach", attach(BOTH, "pv1", CARD)).with(host -> host.hidden(CARD)),
        Story.of("detach", detach(NOW, "pv1", CARD)).with(host -> host.hidden(CARD).given(3, CARD)),
        Story.of(
            "shutdown-policy",
            by ->
                new SettingOperation(
                        new ShutdownPolicyChange("pv1", Optional.of(Policy.SAVE)), Optional.empty())
                    .perform(by)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void theResultIsAllOrNothingAndToldTruly(Story story) {
    mustBeAllOrNothing(story, SAMPLE);
  }

  @ParameterizedTest
  @MethodSource("stories")
  @Tag("rare")
  void theResultIsAllOrNothingAndToldTrulyBeforeEveryCall(Story story) {
    mustBeAllOrNothing(story, 1);
  }

  /**
   * @param step how many calls are between two losses
   */
  private static void mustBeAllOrNothing(Story plain, int step) {
    Story story =
        plain
            .with(host -> host.put("srv/other", ""))
            // the folders of Gangway, and what they have of earlier operations
            .without("(mode of )?/var/lib/gangway.*|(mode of )?/srv/journal.*");
    Results results = Results.of(story);
    List<String> wrong = new ArrayList<>();
    int first = 0;
    for (Loss loss : Loss.all()) {
      for (int n = 1 + first++ % step; n <= results.calls().size(); n += step) {
        Scene scene = story.scene().settled();
        ActingHost machine = scene.machine();
        machine.beforeCall(n, () -> loss.happens().accept(scene.here(), machine));
        Optional<Problem> failed = scene.performed(story.performed(), machine);
        putBack(scene.here());
        String what = loss.what() + " before call " + n + ": ";
        results.wrong(scene, failed).map(what::concat).ifPresent(wrong::add);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** As an administrator does who finds something else in the place of a folder. */
  private static void putBack(GuideHost host) {
    for (String folder : List.of(FOLDER, RUNNING)) {
      Path path = Path.of("/" + folder);
      Machine files = host.machine();
      boolean linkToNothing = files.linkName(path).isPresent() && files.real(path).isEmpty();
      if (linkToNothing || files.readBytes(path).isPresent()) {
        host.without(folder);
      }
    }
  }

  /** Something in the place of a folder hides what other operations change. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hide 0a:04.0",
        "recover",
        "recover --as-is",
        "guard ask -- save pv1 /srv/pv1.image",
        "shutdown-policy pv1 save",
        "history",
        "devices"
      })
  void whatIsInPlaceOfAFolderIsNotAnEmptyJournal(String command) {
    for (String folder : List.of(FOLDER, RUNNING)) {
      for (String target : List.of("", "/srv/gone")) {
        GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
        Loss.replace(host, folder, target);
        SortedMap<String, String> before = host.everything();

        Run run = run(host.machine(), command.split(" "));

        assertThat(run.code()).as(run.printed()).isEqualTo(3);
        assertThat(run.err())
            .contains("the journal cannot be read: /%s is a ".formatted(folder), "not a folder");
        assertThat(host.changesSince(before)).isEmpty();
      }
    }
  }

  /** Root would perform the plans that another user puts there. */
  @ParameterizedTest
  @ValueSource(strings = {"hide 0a:04.0", "recover"})
  void aLinkToAFolderThatAnotherUserCanChangeIsRefused(String command) {
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    OperationWriter.begin(host.machine(), Authors.ROOT, List.of("hide"), Set.of());
    host.moved(RUNNING, "home/alice/journal").mode("home/alice", "rwxrwxrwx");
    SortedMap<String, String> before = host.everything();

    Run run = run(host.machine(), command.split(" "));

    assertThat(run.code()).as(run.printed()).isEqualTo(3);
    assertThat(run.err())
        .contains("a user other than root can change the journal", "/home/alice has mode");
    assertThat(host.changesSince(before)).isEmpty();
  }
}
