package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.machine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The answers of Gangway that the tests of the Ansible collection play are those of this version.
 * {@code -Dgolden.write=true} records them again; then run {@code ansible/check}.
 */
class AnsibleAnswersTest {
  private static final Path ANSWERS = Documents.ROOT.resolve("ansible/tests/answers");
  private static final String DEVICES = "devices --all --json";
  private static final String GUESTS = "guests --json";
  private static final String HIDE = "hide --json --now -- 0000:09:00.0";
  private static final String ATTACH = "attach --json -- pv1 09:00.0";
  private static final String DETACH = "detach --json -- pv1 09:00.0";
  private static final String APPLY = "apply --json -- src/test/resources/declarations/";
  private static final String UNHIDE = "unhide --json --now -- 09:00.0";

  /** Their ids have the time and the number of the process. */
  private static final Pattern OPERATION = Pattern.compile("\\b\\d{8}T\\d{6}\\.\\d{3}-\\d+");

  /**
   * Command lines, one after the other on one host.
   *
   * @param machine the machine of each command line
   */
  record Scene(
      String name, GuideHost host, Function<GuideHost, Machine> machine, List<String> lines) {
    Scene(String name, GuideHost host, String... lines) {
      this(name, host, GuideHost::machine, List.of(lines));
    }

    Path file() {
      return ANSWERS.resolve(name + ".txt");
    }

    String answers() {
      String answers =
          lines.stream()
              .map(
                  line -> answer(line, JsonCase.run(machine.apply(host), List.of(line.split(" ")))))
              .collect(Collectors.joining("\n"));
      return OPERATION.matcher(answers).replaceAll("20261129T010203.456-7");
    }

    private static String answer(String line, Run run) {
      return "$ %s\n%s%sexit %d\n"
          .formatted(line, marked("> ", run.out()), marked("2> ", run.err()), run.code());
    }

    private static String marked(String mark, String text) {
      return text.lines().map(line -> mark + line + "\n").collect(Collectors.joining());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Scene> scenes() {
    return Stream.of(
        new Scene(
            "give",
            JsonHosts.plain(),
            // in check mode, with a diff
            DEVICES,
            HIDE.replace("--now", "--now --dry-run"),
            DEVICES,
            GUESTS,
            ATTACH.replace("--json", "--json --dry-run"),
            // with a diff
            DEVICES,
            HIDE,
            DEVICES,
            DEVICES,
            GUESTS,
            ATTACH,
            DEVICES,
            GUESTS,
            // again
            HIDE,
            DEVICES,
            GUESTS,
            ATTACH),
        new Scene(
            "take-back",
            JsonHosts.given()
                .put("etc/xen/pv1.cfg", "name = 'pv1'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n"),
            // in check mode
            DETACH.replace("--json", "--json --dry-run"),
            UNHIDE.replace("--now", "--now --dry-run"),
            // not in check mode, in the wrong order
            UNHIDE,
            // with a diff
            DEVICES,
            GUESTS,
            DETACH,
            DEVICES,
            GUESTS,
            UNHIDE,
            // again
            DETACH,
            UNHIDE),
        new Scene(
            "apply",
            JsonHosts.plain().hidden(CARD),
            // in check mode, with a diff
            DEVICES,
            GUESTS,
            APPLY.replace("--json", "--json --dry-run") + "pv1.yaml",
            // with a diff
            DEVICES,
            GUESTS,
            APPLY + "pv1.yaml",
            DEVICES,
            GUESTS,
            // again
            APPLY + "pv1.yaml",
            APPLY + "errors.yaml"),
        new Scene("undone", JsonHosts.plain(), AnsibleAnswersTest::undone, List.of(HIDE)),
        new Scene("not-undone", JsonHosts.plain(), AnsibleAnswersTest::notUndone, List.of(HIDE)),
        new Scene("not-root", JsonHosts.plain().withoutRoot(), HIDE));
  }

  private static Machine undone(GuideHost host) {
    return host.machine().failing(3, Failure.NOT_DONE);
  }

  private static Machine notUndone(GuideHost host) {
    return host.machine()
        .failing(3, Failure.NOT_DONE)
        .failing(4, Failure.NOT_DONE)
        .failing(5, Failure.NOT_DONE);
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void theRecordedAnswersAreThoseOfTheProgram(Scene scene) throws IOException {
    String answers = scene.answers();
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(scene.file(), answers);
    }
    assertThat(Files.readString(scene.file())).isEqualTo(answers);
  }

  @Test
  void everyFileBelongsToAScene() {
    try (Stream<Path> files = Files.list(ANSWERS)) {
      assertThat(files).containsExactlyInAnyOrderElementsOf(scenes().map(Scene::file).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
