package gangway.operation;

import gangway.Problem;
import gangway.Sha256;
import gangway.Text;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.declaration.Declaration;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.request.AskedRequest;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a check has shown, in 64 hexadecimal digits: the first ones of the SHA-256 of the request
 * (16 digits), of the findings (24) and of the steps (24). So a digest that differs tells which
 * part differs. The findings count with code, function, severity, and what accepts them; those that
 * are accepted also with their texts, which name what is lost: a disk more must be accepted again.
 * The steps count with their actions and conditions as in the journal. Times do not count, nor what
 * is chosen by chance each time a plan is made.
 *
 * <p>An operation that must do what was shown compares its own digest after it has claimed its
 * functions, on the observation from which it is performed.
 */
public record PlanDigest(String request, String findings, String steps) {
  /** The code of the finding that refuses a request whose digest differs. */
  static final String CHANGED = "PLAN-CHANGED";

  /** Times, UUIDs and MAC addresses. */
  private static final Pattern CHOSEN =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"
              + "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "|\\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\\b");

  private static final int REQUEST = 16;
  private static final int PART = 24;
  private static final int ALL = REQUEST + 2 * PART;

  /**
   * The digest of a request that was checked.
   *
   * @param plan the plan; without steps if the request is refused, or if there is nothing to do
   */
  static PlanDigest of(AskedRequest asked, Judgement judgement, Plan plan) {
    return new PlanDigest(
        Sha256.of(text(asked)).substring(0, REQUEST),
        Sha256.of(text(judgement)).substring(0, PART),
        Sha256.of(asked.request() instanceof Request.New ? repeatable(text(plan)) : text(plan))
            .substring(0, PART));
  }

  /** The digest of a save, a restore or a migration that was planned. */
  static PlanDigest of(StatePlan planned) {
    return new PlanDigest(
        Sha256.of(String.join("\n", planned.words())).substring(0, REQUEST),
        Sha256.of(text(planned)).substring(0, PART),
        Sha256.of(planned.functions() + "\n" + repeatable(text(planned.plan())))
            .substring(0, PART));
  }

  /** The digest of a declaration that was compared with a host. */
  static PlanDigest of(Declaration declared, Judgement judgement, Plan plan) {
    return new PlanDigest(
        Sha256.of(text(declared)).substring(0, REQUEST),
        Sha256.of(text(judgement)).substring(0, PART),
        Sha256.of(text(plan)).substring(0, PART));
  }

  /**
   * The digest of a change of settings that was checked.
   *
   * @param words the command
   * @param plan the plan; without steps if it is refused, or if there is nothing to do
   */
  static PlanDigest of(List<String> words, Judgement judgement, Plan plan) {
    return new PlanDigest(
        Sha256.of(String.join("\n", words)).substring(0, REQUEST),
        Sha256.of(text(judgement)).substring(0, PART),
        Sha256.of(text(plan)).substring(0, PART));
  }

  /**
   * Reads {@link #toString}.
   *
   * @throws Problem of kind USAGE if the text is no digest
   */
  public static PlanDigest parse(String text) {
    if (text.length() != ALL || !text.chars().allMatch(PlanDigest::hexadecimal)) {
      throw Problem.usage(
          "'%s' is not a digest of a plan".formatted(Text.of(text)),
          "use the %d digits that 'check ... --json' or --dry-run --json prints as 'digest'"
              .formatted(ALL));
    }
    return new PlanDigest(
        text.substring(0, REQUEST),
        text.substring(REQUEST, REQUEST + PART),
        text.substring(REQUEST + PART));
  }

  private static boolean hexadecimal(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /**
   * The findings about a plan that is not the one that was shown, with that finding among them;
   * empty if the plan is the one that was shown.
   */
  static Optional<List<Finding>> changed(
      PlanDigest shown, PlanDigest present, Judgement judgement, Plan plan) {
    List<String> differences = new ArrayList<>();
    if (!shown.request.equals(present.request)) {
      differences.add("the digest is of another request");
    }
    if (!shown.findings.equals(present.findings)) {
      differences.add(
          "the findings differ; now: "
              + (judgement.findings().isEmpty()
                  ? "none"
                  : String.join(
                      ", ", judgement.findings().stream().map(f -> brief(f, judgement)).toList())));
    }
    if (!shown.steps.equals(present.steps)) {
      differences.add("the steps differ; now:" + (plan.all().isEmpty() ? " none" : ""));
      plan.all().forEach(step -> differences.add("  " + step.says()));
    }
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Stream.concat(Stream.of(Checks.planChanged(differences)), judgement.findings().stream())
                .sorted(Finding::worstFirst)
                .toList());
  }

  private static String brief(Finding finding, Judgement judgement) {
    return finding.code()
        + finding.function().map(function -> " " + function).orElse("")
        + (judgement.accepts(finding) ? " (accepted)" : "");
  }

  private static String text(AskedRequest asked) {
    Request request = asked.request();
    return String.join(
        "\n",
        asked.verb(),
        request.functions().stream().map(PciAddress::toString).toList().toString(),
        request.guestName().orElse(""),
        request.now() + " " + request.lasting(),
        switch (request) {
          case Request.Detach detach -> detach.manner().name();
          case Request.New made -> made.guest().toString();
          default -> "";
        });
  }

  /** Without the lines of the file: a comment more is the same declaration. */
  private static String text(Declaration declared) {
    return addresses(declared.hidden())
        + declared.guests().stream()
            .map(guest ->
                "\n%d %s %s"
                    .formatted(guest.name().length(), guest.name(), addresses(guest.devices())))
            .collect(Collectors.joining());
  }

  private static List<PciAddress> addresses(List<Declaration.Device> devices) {
    return devices.stream().map(Declaration.Device::function).toList();
  }

  /** In an order that does not depend on the host's. */
  private static String text(Judgement judgement) {
    return String.join(
        "\n",
        judgement.findings().stream()
            .map(finding ->
                String.join(
                    " ",
                    finding.code(),
                    finding.function().map(PciAddress::toString).orElse("-"),
                    finding.severity().name(),
                    finding.waiver().name(),
                    judgement.accepts(finding)
                        ? finding.sentence() + finding.evidence()
                        : Boolean.toString(false)))
            .sorted()
            .toList());
  }

  private static String text(Plan plan) {
    return Features.PLANS.text(
        new Plan(
            plan.steps().stream().map(PlanDigest::silent).toList(),
            plan.completion()
                .map(last ->
                    new Plan.Completion(last.steps().stream().map(PlanDigest::silent).toList()))));
  }

  /**
   * A plan that is made again, without what is then another: the time in the note beside an image,
   * the UUID that a guest without one gets at its start, and the UUID and the MAC addresses that
   * virt-install chooses.
   */
  private static String repeatable(String plan) {
    return CHOSEN.matcher(plan).replaceAll("-");
  }

  private static Step silent(Step step) {
    return new Step("", step.acts(), step.after(), step.undo(), step.before());
  }

  @Override
  public String toString() {
    return request + findings + steps;
  }
}
