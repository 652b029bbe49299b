package gangway.check;

import gangway.pci.Address;
import java.util.List;
import java.util.Optional;

/**
 * What a check has to say about a request.
 *
 * @param code its stable name, {@code DISK-IN-USE}
 * @param waiver what lets the request go on where it blocks
 * @param function the function it is about, if it is about one
 * @param sentence what is the matter, in one sentence
 * @param evidence how that is known, a line each, followed from effect to cause
 * @param wayOut what to do about it
 */
public record Finding(
    String code,
    Severity severity,
    Waiver waiver,
    Optional<Address> function,
    String sentence,
    List<String> evidence,
    String wayOut) {

  /** The worst first: by severity, and among those that block by what they would cost. */
  static int worstFirst(Finding one, Finding other) {
    int order = one.severity.compareTo(other.severity);
    return order != 0 ? order : one.waiver.compareTo(other.waiver);
  }

  /** What a finding means for the request, the worst first. */
  public enum Severity {
    /** The request is refused, unless the finding is accepted. */
    BLOCKS,
    /** The request goes on; the operator should know. */
    WARNS,
    /** Good to know. */
    NOTES
  }

  /** What it takes to go on in spite of a finding that blocks, the most first. */
  public enum Waiver {
    /** Its code, and the function's address once more: dom0 itself would be lost. */
    CODE_AND_ADDRESS,
    /** Nothing helps: what was asked for cannot be done. */
    NOTHING,
    /** Its code: the operator knows better, or can bear it. */
    CODE
  }

  public Finding {
    evidence = List.copyOf(evidence);
    if (waiver == Waiver.CODE_AND_ADDRESS && function.isEmpty()) {
      throw new IllegalArgumentException(code + " is to be accepted by an address and has none");
    }
  }

  private static Finding of(
      Severity severity, String code, String sentence, String wayOut, List<String> evidence) {
    return new Finding(
        code, severity, Waiver.NOTHING, Optional.empty(), sentence, evidence, wayOut);
  }

  /** One that refuses the request, whatever the operator says. */
  static Finding blocks(String code, String sentence, String wayOut, String... evidence) {
    return blocks(code, sentence, wayOut, List.of(evidence));
  }

  static Finding blocks(String code, String sentence, String wayOut, List<String> evidence) {
    return of(Severity.BLOCKS, code, sentence, wayOut, evidence);
  }

  static Finding warns(String code, String sentence, String wayOut, String... evidence) {
    return warns(code, sentence, wayOut, List.of(evidence));
  }

  static Finding warns(String code, String sentence, String wayOut, List<String> evidence) {
    return of(Severity.WARNS, code, sentence, wayOut, evidence);
  }

  static Finding notes(String code, String sentence, String wayOut, String... evidence) {
    return notes(code, sentence, wayOut, List.of(evidence));
  }

  static Finding notes(String code, String sentence, String wayOut, List<String> evidence) {
    return of(Severity.NOTES, code, sentence, wayOut, evidence);
  }

  /** The same, about one function. */
  Finding about(Address address) {
    return new Finding(code, severity, waiver, Optional.of(address), sentence, evidence, wayOut);
  }

  /** The same, but the operator may accept it. */
  Finding unlessAccepted() {
    return new Finding(code, severity, Waiver.CODE, function, sentence, evidence, wayOut);
  }

  /** The same, but the operator may accept it for this function alone, named once more. */
  Finding unlessAcceptedFor(Address address) {
    return new Finding(
        code, severity, Waiver.CODE_AND_ADDRESS, Optional.of(address), sentence, evidence, wayOut);
  }

  public boolean blocks() {
    return severity == Severity.BLOCKS;
  }
}
