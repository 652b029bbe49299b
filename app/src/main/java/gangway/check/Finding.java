package gangway.check;

import gangway.pci.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One result of a check.
 *
 * @param code its stable name, {@code DISK-IN-USE}
 * @param waiver what the operator must give to proceed although the finding blocks
 * @param function the function concerned, if it is exactly one
 * @param sentence what is so and what would happen, in one sentence
 * @param evidence the facts that prove it, one per line, from effect to cause
 * @param remedy what the operator can do, with the command if there is one
 */
public record Finding(
    String code,
    Severity severity,
    Waiver waiver,
    Optional<PciAddress> function,
    String sentence,
    List<String> evidence,
    String remedy) {

  /** Orders findings worst first: by severity, then by what it takes to accept them. */
  public static int worstFirst(Finding one, Finding other) {
    int order = one.severity.compareTo(other.severity);
    return order != 0 ? order : one.waiver.compareTo(other.waiver);
  }

  /** What a finding means for the request, worst first. */
  public enum Severity {
    /** The request is refused, unless the finding is accepted. */
    BLOCKS,
    /** The request proceeds, but the operator must know this. */
    WARNS,
    /** The request proceeds; information only. */
    NOTES
  }

  /** What the operator must give to proceed in spite of a blocking finding, strictest first. */
  public enum Waiver {
    /** The finding's code and the function's address: the host itself would go down. */
    CODE_AND_ADDRESS,
    /** The finding cannot be accepted: the request is impossible. */
    NOTHING,
    /** The finding's code: the operator knows the consequence and accepts it. */
    CODE
  }

  public Finding {
    evidence = List.copyOf(evidence);
    if (waiver == Waiver.CODE_AND_ADDRESS && function.isEmpty()) {
      throw new IllegalArgumentException(
          code + " must name a function: its waiver asks for an address");
    }
  }

  private static Finding of(
      Severity severity, String code, String sentence, String remedy, List<String> evidence) {
    return new Finding(
        code, severity, Waiver.NOTHING, Optional.empty(), sentence, evidence, remedy);
  }

  /** A finding that refuses the request and cannot be accepted. */
  static Finding blocks(String code, String sentence, String remedy, String... evidence) {
    return blocks(code, sentence, remedy, List.of(evidence));
  }

  static Finding blocks(String code, String sentence, String remedy, List<String> evidence) {
    return of(Severity.BLOCKS, code, sentence, remedy, evidence);
  }

  static Finding warns(String code, String sentence, String remedy, String... evidence) {
    return warns(code, sentence, remedy, List.of(evidence));
  }

  static Finding warns(String code, String sentence, String remedy, List<String> evidence) {
    return of(Severity.WARNS, code, sentence, remedy, evidence);
  }

  static Finding notes(String code, String sentence, String remedy, String... evidence) {
    return notes(code, sentence, remedy, List.of(evidence));
  }

  static Finding notes(String code, String sentence, String remedy, List<String> evidence) {
    return of(Severity.NOTES, code, sentence, remedy, evidence);
  }

  /** A copy with one more line of evidence. */
  Finding with(String fact) {
    return new Finding(
        code,
        severity,
        waiver,
        function,
        sentence,
        Stream.concat(evidence.stream(), Stream.of(fact)).toList(),
        remedy);
  }

  /** A copy about one function. */
  Finding about(PciAddress address) {
    return new Finding(code, severity, waiver, Optional.of(address), sentence, evidence, remedy);
  }

  /** A copy that the operator can accept by its code. */
  Finding unlessAccepted() {
    return new Finding(code, severity, Waiver.CODE, function, sentence, evidence, remedy);
  }

  /** A copy that the operator can accept only by its code together with this address. */
  Finding unlessAcceptedFor(PciAddress address) {
    return new Finding(
        code, severity, Waiver.CODE_AND_ADDRESS, Optional.of(address), sentence, evidence, remedy);
  }

  /** A copy that does not block. */
  Finding warning() {
    return new Finding(code, Severity.WARNS, Waiver.NOTHING, function, sentence, evidence, remedy);
  }

  public boolean blocks() {
    return severity == Severity.BLOCKS;
  }
}
