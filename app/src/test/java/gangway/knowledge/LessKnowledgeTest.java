package gangway.knowledge;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.check.CheckHosts;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.Issue;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import gangway.request.Request;
import gangway.xen.guest.Guest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Less knowledge is never safer, if any single answer that the host gave is lost or damaged: a
 * request that is blocked stays blocked, and the finding that a function does not answer remains,
 * or a finding takes its place that says what is not known ({@link Replacements}).
 */
class LessKnowledgeTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  /**
   * Of the answers that only one host gives, and of those that all give, one in so many is lost.
   */
  private static final int OF_OWN = 5;

  private static final int OF_COMMON = 211;

  private final List<String> unblocked = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private int lost;

  /** The machines of all cases of the checks, the plain one first, and the captured ones. */
  private static List<Machine> machines() {
    Stream<Machine> built =
        Stream.concat(Stream.of(new GuideHost()), CheckHosts.all()).map(GuideHost::machine);
    Stream<Machine> captured =
        Stream.of("hard-disks", "hard-networks", "lab-bond-and-bridge")
            .map(name ->
                new CapturedMachine(CaptureReader.read(CAPTURES.resolve(name + ".gangway"))));
    return Stream.concat(built, captured).toList();
  }

  @Test
  void someLostAnswersUnblockNothing() {
    loseOneAnswer(OF_OWN, OF_COMMON);
    assertThat(lost).isGreaterThan(1000);
  }

  @Test
  @Tag("rare")
  void noLostAnswerUnblocksARequest() {
    loseOneAnswer(1, 1);
    assertThat(lost).isGreaterThan(50_000);
  }

  private void loseOneAnswer(int ofOwn, int ofCommon) {
    Map<Question, Object> common = Map.of();
    int number = 0;
    for (Machine machine : machines()) {
      ForgetfulMachine whole = new ForgetfulMachine(machine);
      HostSnapshot host = new Observer(whole).host();
      Map<Request, List<Finding>> blocked = blocked(host);
      List<Issue> issues = Diagnosis.of(DoctorInput.seen(whole)).issues();
      for (Map.Entry<Question, Object> answer : whole.answers().entrySet()) {
        boolean own = !same(answer.getValue(), common.getOrDefault(answer.getKey(), ""));
        int share = (answer.getKey().hashCode() & 0xffff) + number;
        if (!blocked.isEmpty() && share % (own ? ofOwn : ofCommon) == 0) {
          lose(machine, answer.getKey(), whole.answers(), blocked, issues, "host " + number);
        }
      }
      common = common.isEmpty() ? whole.answers() : common;
      number++;
    }
    assertThat(unblocked).isEmpty();
    assertThat(forgotten).isEmpty();
  }

  /** The blocked requests with the findings that block them. */
  private static Map<Request, List<Finding>> blocked(HostSnapshot host) {
    Map<Request, List<Finding>> blocked = new LinkedHashMap<>();
    for (Request request : requests(host)) {
      List<Finding> findings = Checks.of(host, request);
      if (!findings.isEmpty()) {
        blocked.put(request, findings);
      }
    }
    return blocked;
  }

  private void lose(
      Machine machine,
      Question question,
      Map<Question, Object> answers,
      Map<Request, List<Finding>> blocked,
      List<Issue> issues,
      String name) {
    Object answer = Objects.requireNonNull(answers.get(question));
    for (Loss loss : Loss.values()) {
      if (loss.suits(question, answer, answers)) {
        lost++;
        String how = "%s: %s, %s".formatted(name, loss, question);
        Machine less = new ForgetfulMachine(machine, question, loss);
        observed(less)
            .ifPresent(
                host -> blocked.forEach((request, before) -> compare(host, request, before, how)));
        diagnosed(less).ifPresent(now -> compareIssues(now, issues, how));
      }
    }
  }

  private void compare(HostSnapshot host, Request request, List<Finding> before, String how) {
    List<Finding> now = Checks.of(host, request);
    if (before.stream().anyMatch(Finding::blocks) && now.stream().noneMatch(Finding::blocks)) {
      unblocked.add("%s: %s".formatted(how, request));
    }
    for (Finding finding : before) {
      if (finding.severity() != Finding.Severity.NOTES && !Replacements.has(now, before, finding)) {
        forgotten.add(
            "%s: %s: %s, now %s"
                .formatted(
                    how,
                    request,
                    Replacements.about(finding),
                    now.stream().map(Replacements::about).toList()));
      }
    }
  }

  private void compareIssues(List<Issue> now, List<Issue> before, String how) {
    for (Issue issue : before) {
      if (issue.severity() != Issue.Severity.NOTES
          && now.stream()
              .noneMatch(other ->
                  other.code().endsWith("-UNKNOWN")
                      || other.code().equals(issue.code())
                          && other.function().equals(issue.function())
                          && other.severity() == issue.severity())) {
        forgotten.add(
            "%s: doctor: %s, now %s"
                .formatted(
                    how,
                    issue.code() + " of " + issue.function(),
                    now.stream().map(i -> i.code() + " of " + i.function()).toList()));
      }
    }
  }

  private static Optional<List<Issue>> diagnosed(Machine machine) {
    try {
      return Optional.of(Diagnosis.of(DoctorInput.seen(machine)).issues());
    } catch (Problem refused) {
      return Optional.empty();
    }
  }

  /** The host, unless the command would end because it cannot be observed. */
  private static Optional<HostSnapshot> observed(Machine machine) {
    try {
      return Optional.of(new Observer(machine).host());
    } catch (Problem refused) {
      return Optional.empty();
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

  private static List<Request> requests(HostSnapshot host) {
    List<String> guests = host.guests().all().stream().map(Guest::name).distinct().toList();
    List<Request> requests = new ArrayList<>();
    host.inventory()
        .functions()
        .forEach(function -> {
          String address = function.address().toString();
          requests.add(hide(NOW, address));
          requests.add(hide(LASTING, address));
          requests.add(unhide(BOTH, address));
          for (String guest : guests) {
            requests.add(attach(BOTH, guest, address));
            requests.add(detach(BOTH, guest, address));
          }
        });
    return requests;
  }
}
