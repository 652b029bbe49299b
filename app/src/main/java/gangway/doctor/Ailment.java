package gangway.doctor;

import gangway.check.Finding;
import gangway.pci.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something that is not as it should be on a host, whatever is asked of it.
 *
 * @param code its stable name, {@code RECORD-LEFT}
 * @param function the function it is about, if it is about one
 * @param sentence what is the matter, in one sentence
 * @param evidence how that is known, a line each
 * @param consequence what comes of it
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

  /** How much it matters, the worst first. */
  public enum Severity {
    /** Something does not work, or will not. */
    WARNS,
    /** Good to know; the host is well with it. */
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

  /** One that a check knows too. */
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

  /** The same, about one function. */
  Ailment about(Address address) {
    return new Ailment(code, severity, Optional.of(address), sentence, evidence, consequence, cure);
  }
}
