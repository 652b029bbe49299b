package gangway.doctor;

import gangway.check.Finding;
import gangway.pci.PciAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A problem of a host that exists independently of any request.
 *
 * @param code the issue's stable name, {@code RECORD-LEFT}
 * @param function the function that has the issue, if the issue concerns one function
 * @param sentence what is wrong, in one sentence
 * @param evidence how the doctor knows, one line for each fact
 * @param consequence what the issue causes
 */
public record Issue(
    String code,
    Severity severity,
    Optional<PciAddress> function,
    String sentence,
    List<String> evidence,
    String consequence,
    IssueRemedy remedy) {

  static final Comparator<Issue> WORST_FIRST = (a, b) -> a.severity().compareTo(b.severity());

  /** How serious the issue is, the worst first. */
  public enum Severity {
    /** Something does not work, or will not work later. */
    WARNS,
    /** Good to know; the host works. */
    NOTES
  }

  public Issue {
    evidence = List.copyOf(evidence);
  }

  static Issue warns(
      String code, String sentence, List<String> evidence, String consequence, IssueRemedy remedy) {
    return new Issue(
        code, Severity.WARNS, Optional.empty(), sentence, evidence, consequence, remedy);
  }

  static Issue notes(
      String code, String sentence, List<String> evidence, String consequence, IssueRemedy remedy) {
    return new Issue(
        code, Severity.NOTES, Optional.empty(), sentence, evidence, consequence, remedy);
  }

  /** An issue that a check of a request finds too. */
  static Issue of(Finding finding, String consequence) {
    return new Issue(
        finding.code(),
        Severity.WARNS,
        finding.function(),
        finding.sentence(),
        finding.evidence(),
        consequence,
        new IssueRemedy.Advice(finding.remedy()));
  }

  /** The same issue, of one function. */
  Issue about(PciAddress address) {
    return new Issue(code, severity, Optional.of(address), sentence, evidence, consequence, remedy);
  }
}
