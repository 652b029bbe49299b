package gangway.doctor;

import gangway.check.Finding;
import gangway.pci.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A problem of a host that exists independently of any request.
 *
 * @param code the stable name, {@code RECORD-LEFT}
 * @param function the function that has the issue, if the issue concerns one function
 * @param sentence what is wrong, in one sentence
 * @param evidence how the doctor knows, one line for each fact
 * @param consequence what the issue causes
 */
public record Ailment(
    String code,
    Severity severity,
    Optional<Address> function,
    String sentence,
    List<String> evidence,
    String consequence,
    Cure cure) {

  static final Comparator<Ailment> WORST_FIRST = Comparator.comparing(Ailment::severity);

  /** How serious the issue is, the worst first. */
  public enum Severity {
    /** Something does not work, or will not work later. */
    WARNS,
    /** Good to know; the host works. */
    NOTES
  }

  public Ailment {
    evidence = List.copyOf(evidence);
  }

  static Ailment warns(
      String code, String sentence, List<String> evidence, String consequence, Cure cure) {
    return new Ailment(
        code, Severity.WARNS, Optional.empty(), sentence, evidence, consequence, cure);
  }

  static Ailment notes(
      String code, String sentence, List<String> evidence, String consequence, Cure cure) {
    return new Ailment(
        code, Severity.NOTES, Optional.empty(), sentence, evidence, consequence, cure);
  }

  /** An issue that a check of a request finds too. */
  static Ailment of(Finding finding, String consequence) {
    return new Ailment(
        finding.code(),
        Severity.WARNS,
        finding.function(),
        finding.sentence(),
        finding.evidence(),
        consequence,
        new Cure.Advice(finding.wayOut()));
  }

  /** The same issue, of one function. */
  Ailment about(Address address) {
    return new Ailment(code, severity, Optional.of(address), sentence, evidence, consequence, cure);
  }
}
