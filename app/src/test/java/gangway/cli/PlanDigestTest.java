package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done is what was shown: the digest of check, and {@code --digest}. */
class PlanDigestTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");
  private static final String PV1 = "etc/xen/pv1.cfg";
  private static final String DEFINITION = "name = \"pv1\"\nkernel = \"k\"\n";

  static Stream<Path> captures() throws IOException {
    try (Stream<Path> files = Files.list(CAPTURES)) {
      return files.filter(file -> file.toString().endsWith(".gangway")).sorted().toList().stream();
    }
  }

  /** Also the command line that check gives is the same request. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("captures")
  void checkAndTheActingCommandHaveTheSameDigest(Path capture) {
    Machine host = new CapturedMachine(CaptureReader.read(capture));
    List<String> functions =
        values(Run.on(host, List.of("devices", "--all", "--json")).json(), "address").toList();
    assertThat(functions).isNotEmpty();
    String guest =
        values(Run.on(host, List.of("guests", "--json")).json(), "name").findFirst().orElse("pv1");
    for (String function : functions) {
      for (String request :
          List.of(
              "hide",
              "hide --now --accept DISK-IN-USE",
              "unhide --boot",
              "attach --config " + guest,
              "detach --force " + guest,
              "assign " + guest,
              "unassign --now " + guest)) {
        mustBeTheSame(host, words(request, function));
      }
    }
  }

  private static void mustBeTheSame(Machine host, List<String> words) {
    Run check = Run.on(host, prepend("check", words, "--json"));
    Run acting = Run.on(host, prepend("", words, "--dry-run", "--json"));
    assertThat(acting.exit()).as(words.toString()).isEqualTo(check.exit());
    List<String> shown = values(check.json(), "digest").toList();
    assertThat(values(acting.json(), "digest").toList()).as(words.toString()).isEqualTo(shown);
    if (shown.isEmpty()) {
      return;
    }
    assertThat(shown.getFirst()).matches("[0-9a-f]{64}");
    List<String> command = new ArrayList<>(elements(check.json(), "command"));
    assertThat(command.removeFirst()).isEqualTo("gangway");
    Run written = Run.on(host, prepend("check", command, "--json"));
    assertThat(values(written.json(), "digest").toList()).as(command.toString()).isEqualTo(shown);
    // the same plan is not called another one
    Run again = Run.on(host, prepend("", command, "--dry-run", "--digest", shown.getFirst()));
    assertThat(again.exit()).as(command.toString()).isEqualTo(check.exit());
    assertThat(again.printed()).doesNotContain("PLAN-CHANGED");
  }

  /** A change of the host, and what it is. */
  private record Mutation(String name, Consumer<GuideHost> change) {}

  /** After each change of the host, the digest differs if and only if findings or steps differ. */
  @Test
  void theDigestDiffersIfAndOnlyIfFindingsOrStepsDiffer() {
    List<Mutation> mutations =
        List.of(
            new Mutation("nothing", _ -> {}),
            new Mutation("another guest starts", host -> host.guest(4, "pv4")),
            new Mutation("a file of no meaning", host -> host.put("etc/motd", "hello\n")),
            new Mutation(
                "a comment in the definition", host -> host.put(PV1, DEFINITION + "# vnc = 1\n")),
            new Mutation("hidden by another", host -> host.hidden(CARD)),
            new Mutation("given to the guest", host -> host.hidden(CARD).given(3, CARD)),
            new Mutation(
                "given to another guest", host -> host.guest(4, "pv4").hidden(CARD).given(4, CARD)),
            new Mutation(
                "a boot setting",
                host -> host.put("etc/modprobe.d/x.conf", "options xen-pciback hide=(00:19.0)\n")),
            new Mutation("no hot-plug", host -> host.made(3, "{}", "{}")),
            new Mutation("the disk is full", host -> host.free(1, 1, 1)),
            new Mutation("without the definition", host -> host.without(PV1)),
            new Mutation(
                "a counter",
                host ->
                    host.put(
                        "var/lib/gangway/hot-plugs/3", "boot=2f0d\nuuid=other\nhot-plugs=7\n")));
    List<List<String>> requests =
        List.of(
            words("hide", CARD),
            words("unhide --now", CARD),
            words("attach --now pv1", CARD),
            words("detach --now pv1", CARD),
            words("assign pv1", CARD),
            words("unassign pv1", CARD));
    int same = 0;
    int different = 0;
    for (List<String> request : requests) {
      List<String> plain = shown(host(), request);
      for (Mutation mutation : mutations) {
        GuideHost host = host();
        mutation.change().accept(host);
        List<String> mutated = shown(host, request);
        assertThat(mutated.getFirst().equals(plain.getFirst()))
            .as(request + ", " + mutation.name())
            .isEqualTo(mutated.subList(1, mutated.size()).equals(plain.subList(1, plain.size())));
        if (mutated.equals(plain)) {
          same++;
        } else {
          different++;
        }
      }
    }
    assertThat(same).isGreaterThan(10);
    assertThat(different).isGreaterThan(20);
  }

  /**
   * The digest, then everything that it is about. Texts of steps do not show the content of a file,
   * so that the definition stands for the edit of it.
   */
  private static List<String> shown(GuideHost host, List<String> request) {
    List<String> json = Run.on(host.machine(), prepend("check", request, "--json")).json();
    List<String> all = new ArrayList<>(values(json, "digest").toList());
    assertThat(all).hasSize(1);
    json.stream()
        .filter(value ->
            value.matches("request\\.(now|persistent)=.*")
                || value.matches("findings.*\\.(code|severity|acceptWith|accepted|function)=.*")
                || value.matches("steps.*\\.(actions|doneWhen|undo|undoneWhen).*=.*"))
        .forEach(all::add);
    Machine machine = host.machine();
    Stream.of("/" + PV1, "/var/lib/gangway/hot-plugs/3")
        .filter(file ->
            all.stream().anyMatch(value -> value.startsWith("steps") && value.contains(file)))
        .forEach(file -> all.add(file + machine.read(Path.of(file)).orElse("none")));
    return all;
  }

  private static GuideHost host() {
    return JsonHosts.hotPluggable().put(PV1, DEFINITION);
  }

  @Test
  void theRequestAndWhatIsAcceptedArePartOfTheDigest() {
    assertThat(
            Stream.of(
                    "hide 09:00.0",
                    "hide --now 09:00.0",
                    "hide 09:00.0 0a:04.0",
                    "assign pv1 09:00.0",
                    "assign --now pv1 09:00.0",
                    "attach pv1 09:00.0",
                    "detach pv1 09:00.0",
                    "detach --force pv1 09:00.0",
                    "hide 00:1f.2",
                    "hide --accept DISK-ROOT=00:1f.2 00:1f.2")
                .map(request -> shown(host(), List.of(request.split(" "))).getFirst()))
        .doesNotHaveDuplicates();
  }

  @Test
  void withTheDigestThatWasShownTheCommandActs() {
    GuideHost host = host();
    String digest = shown(host, words("assign pv1", CARD)).getFirst();
    Run run = JsonCase.run(host.machine(), words("assign --digest " + digest + " pv1", CARD));
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .endsWith("done: %s assigned to guest pv1 now and in its definition\n".formatted(CARD));
  }

  @Test
  void aPlanThatIsNotTheShownOneIsRefusedAndTheDifferenceIsNamed() {
    GuideHost host = host();
    String digest = shown(host, words("assign pv1", CARD)).getFirst();
    host.hidden(CARD);
    SortedMap<String, String> before = host.everything();
    Run run = JsonCase.run(host.machine(), words("assign --digest " + digest + " pv1", CARD));
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains(
            "blocked PLAN-CHANGED: ", "the steps differ; now:", "attach 0000:09:00.0 to guest pv1")
        .doesNotContain("another request");
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).closed()).isEmpty();
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  @Test
  void theDigestOfAnotherRequestIsNamedAsSuch() {
    GuideHost host = host();
    String digest = shown(host, words("hide", TWIN)).getFirst();
    Run run = JsonCase.run(host.machine(), words("hide --digest " + digest, CARD));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("the digest is of another request");
  }

  @Test
  void aNewFindingIsNamed() {
    GuideHost host = host();
    String digest = shown(host, words("hide", CARD)).getFirst();
    host.free(1, 1, 1);
    Run run = JsonCase.run(host.machine(), words("hide --digest " + digest, CARD));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("the findings differ; now: ", "DISK-FULL", "blocked DISK-FULL");
  }

  @Test
  void whatIsNoDigestIsAnErrorOfUse() {
    for (String wrong : List.of("0", "Z".repeat(64), "0".repeat(63), "0".repeat(65))) {
      Run run = JsonCase.run(host().machine(), words("hide --digest " + wrong, DISK));
      assertThat(run.exit()).as(wrong).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("is not a digest of a plan");
    }
  }

  /** Another process edits the definition at every moment: nothing is done that was not shown. */
  @Tag("long")
  @Test
  void aChangeAtAnyMomentIsFoundBeforeOrUndone() {
    String other = DEFINITION + "# by another\n";
    String digest = shown(host(), words("assign --config pv1", CARD)).getFirst();
    List<String> words = words("assign --config --digest " + digest + " pv1", CARD);
    GuideHost counted = host();
    ActingHost counting = counted.machine();
    assertThat(JsonCase.run(counting, words).exit()).isEqualTo(ExitCode.DONE);
    int refused = 0;
    int undone = 0;
    for (int n = 1; n <= counting.calls().size(); n++) {
      GuideHost host = host();
      ActingHost machine = host.machine().beforeCall(n, () -> host.put(PV1, other));
      Run run = JsonCase.run(machine, words);
      String definition = machine.read(Path.of("/", PV1)).orElseThrow();
      switch (run.exit()) {
        case REFUSED -> {
          assertThat(run.err()).contains("PLAN-CHANGED");
          assertThat(definition).isEqualTo(other);
          assertThat(host.changesSince(host().put(PV1, other).everything())).isEmpty();
          refused++;
        }
        case FAILED -> {
          assertThat(definition).isEqualTo(other);
          assertThat(new Journal(machine).open()).isEmpty();
          undone++;
        }
        default -> assertThat(definition).as(run.printed()).doesNotContain("# by another\npci");
      }
    }
    assertThat(refused).isPositive();
    assertThat(undone).isPositive();
  }

  private static List<String> words(String request, String function) {
    List<String> words = new ArrayList<>(List.of(request.split(" ")));
    words.add(function);
    return words;
  }

  private static List<String> prepend(String first, List<String> words, String... options) {
    List<String> all = new ArrayList<>();
    if (!first.isEmpty()) {
      all.add(first);
    }
    all.add(words.getFirst());
    all.addAll(List.of(options));
    all.addAll(words.subList(1, words.size()));
    return all;
  }

  /** The values of the members with a name, anywhere. */
  private static Stream<String> values(List<String> json, String name) {
    return json.stream()
        .filter(value -> value.matches("(?s)(.*\\.)?" + name + "=.*"))
        .map(value -> value.substring(value.indexOf('=') + 1));
  }

  private static List<String> elements(List<String> json, String name) {
    return json.stream()
        .filter(value -> value.matches(name + "\\[\\d+]=.*"))
        .map(value -> value.substring(value.indexOf('=') + 1))
        .toList();
  }
}
