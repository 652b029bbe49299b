package gangway.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.check.CheckHosts;
import gangway.corpus.CorpusHost;
import gangway.doctor.IssueCase;
import gangway.host.GuideHost;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Less knowledge is never safer, if any single answer that the host gave is lost or damaged: a
 * request that is blocked stays blocked, and every finding and every issue of doctor that blocks or
 * warns remains, or something takes its place that says what is not known ({@link Replacements}).
 */
class LessKnowledgeTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  /**
   * Of the answers that only one host gives, and of those that all give, one in so many is lost.
   */
  private static final int OF_OWN = 11;

  private static final int OF_COMMON = 499;

  /** The notes that may disappear without a replacement, and why nobody is harmed. */
  private static final Map<String, String> NOTES = Map.of();

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final List<String> forgotten = new ArrayList<>();
  private final SortedSet<String> notes = new TreeSet<>();
  private int lost;

  /**
   * A host, and what can happen to its answers.
   *
   * @param losses those that differ from an answer of this host: a host of the corpus lacks most
   *     files that the kernel always has
   */
  private record Known(Supplier<Machine> host, Set<Loss> losses) {}

  /**
   * The hosts of all cases of the checks and of doctor, the plain one first, captured ones, and
   * those of the corpus.
   */
  private List<Known> hosts() {
    Stream<Known> built =
        Stream.of(
                Stream.of(new GuideHost()),
                CheckHosts.all(),
                IssueCase.cases().map(LessKnowledgeTest::host))
            .flatMap(hosts -> hosts)
            .map(host -> new Known(host::machine, EnumSet.allOf(Loss.class)));
    Stream<Known> captured =
        Stream.of("hard-disks", "hard-networks", "lab-bond-and-bridge")
            .map(name ->
                new CapturedMachine(CaptureReader.read(CAPTURES.resolve(name + ".gangway"))))
            .map(machine -> new Known(() -> machine, EnumSet.allOf(Loss.class)));
    Stream<Known> corpus =
        CorpusHost.all().stream()
            .map(host -> CorpusHost.lay(host, folder(CorpusHost.CORPUS.relativize(host))))
            .map(
                machine -> new Known(() -> machine, EnumSet.complementOf(EnumSet.of(Loss.ABSENT))));
    return Stream.of(built, captured, corpus).flatMap(hosts -> hosts).toList();
  }

  private Path folder(Path host) {
    try {
      return Files.createDirectories(folder.resolve(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GuideHost host(IssueCase issue) {
    GuideHost host = new GuideHost();
    issue.made().accept(host);
    return host;
  }

  @Tag("long")
  @Test
  void someLostAnswersHideNothing() {
    loseOneAnswer(OF_OWN, OF_COMMON);
    assertThat(lost).isGreaterThan(1000);
  }

  @Test
  @Tag("rare")
  void noLostAnswerHidesAnything() {
    loseOneAnswer(1, 1);
    assertThat(lost).isGreaterThan(50_000);
    assertThat(notes).containsExactlyElementsOf(new TreeSet<>(NOTES.keySet()));
  }

  private void loseOneAnswer(int ofOwn, int ofCommon) {
    Map<Question, Object> common = Map.of();
    int number = 0;
    for (Known known : hosts()) {
      ForgetfulMachine whole = new ForgetfulMachine(known.host().get());
      Reported reported = Reported.of(whole);
      for (Map.Entry<Question, Object> answer : whole.answers().entrySet()) {
        boolean own = !same(answer.getValue(), common.getOrDefault(answer.getKey(), ""));
        int share = (answer.getKey().hashCode() & 0xffff) + number;
        if (!reported.isNothing() && share % (own ? ofOwn : ofCommon) == 0) {
          lose(known, answer.getKey(), whole.answers(), reported, "host " + number);
        }
      }
      common = common.isEmpty() ? whole.answers() : common;
      number++;
    }
    assertThat(forgotten).isEmpty();
  }

  private void lose(
      Known known,
      Question question,
      Map<Question, Object> answers,
      Reported reported,
      String name) {
    Object answer = Objects.requireNonNull(answers.get(question));
    for (Loss loss : known.losses()) {
      if (loss.suits(question, answer, answers)) {
        lost++;
        for (Lost one : reported.lostOn(new ForgetfulMachine(known.host().get(), question, loss))) {
          if (one.note()) {
            notes.add(one.code());
          }
          if (!one.note() || !NOTES.containsKey(one.code())) {
            forgotten.add("%s: %s, %s: %s".formatted(name, loss, question, one));
          }
        }
      }
    }
  }

  /** What the plain host answers too. */
  private static boolean same(Object answer, Object other) {
    return content(answer).length > 0
        ? Arrays.equals(content(answer), content(other))
        : answer.equals(other);
  }

  private static byte[] content(Object answer) {
    return answer instanceof Optional<?> some
            && some.isPresent()
            && some.get() instanceof byte[] bytes
        ? bytes
        : new byte[0];
  }
}
