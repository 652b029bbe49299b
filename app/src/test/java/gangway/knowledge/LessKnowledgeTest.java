package gangway.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.CheckHosts;
import gangway.doctor.IssueCase;
import gangway.host.GuideHost;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

  private final List<String> forgotten = new ArrayList<>();
  private final SortedSet<String> notes = new TreeSet<>();
  private int lost;

  /** The hosts of all cases of the checks and of doctor, the plain one first, and captured ones. */
  private static List<Supplier<Machine>> hosts() {
    Stream<Supplier<Machine>> built =
        Stream.of(
                Stream.of(new GuideHost()),
                CheckHosts.all(),
                IssueCase.cases().map(LessKnowledgeTest::host))
            .flatMap(hosts -> hosts)
            .map(host -> host::machine);
    Stream<Supplier<Machine>> captured =
        Stream.of("hard-disks", "hard-networks", "lab-bond-and-bridge")
            .map(name ->
                new CapturedMachine(CaptureReader.read(CAPTURES.resolve(name + ".gangway"))))
            .map(machine -> () -> machine);
    return Stream.concat(built, captured).toList();
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
    for (Supplier<Machine> host : hosts()) {
      ForgetfulMachine whole = new ForgetfulMachine(host.get());
      Reported reported = Reported.of(whole);
      for (Map.Entry<Question, Object> answer : whole.answers().entrySet()) {
        boolean own = !same(answer.getValue(), common.getOrDefault(answer.getKey(), ""));
        int share = (answer.getKey().hashCode() & 0xffff) + number;
        if (!reported.isNothing() && share % (own ? ofOwn : ofCommon) == 0) {
          lose(host, answer.getKey(), whole.answers(), reported, "host " + number);
        }
      }
      common = common.isEmpty() ? whole.answers() : common;
      number++;
    }
    assertThat(forgotten).isEmpty();
  }

  private void lose(
      Supplier<Machine> host,
      Question question,
      Map<Question, Object> answers,
      Reported reported,
      String name) {
    Object answer = Objects.requireNonNull(answers.get(question));
    for (Loss loss : Loss.values()) {
      if (loss.suits(question, answer, answers)) {
        lost++;
        for (Lost one : reported.lostOn(new ForgetfulMachine(host.get(), question, loss))) {
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
