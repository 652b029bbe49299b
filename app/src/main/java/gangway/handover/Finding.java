package gangway.handover;

import java.util.List;

/**
 * What a check has to say about a request.
 *
 * @param code its stable name, {@code DISK-MOUNTED}
 * @param sentence what is the matter, in one sentence
 * @param evidence how that is known, a line each, followed from effect to cause
 * @param wayOut what to do about it
 */
public record Finding(
    String code, Severity severity, String sentence, List<String> evidence, String wayOut) {

  /** What a finding means for the request, the worst first. */
  public enum Severity {
    /** The request is refused. */
    BLOCKS,
    /** The request goes on; the operator should know. */
    WARNS,
    /** Good to know. */
    NOTES
  }

  public Finding {
    evidence = List.copyOf(evidence);
  }

  static Finding blocks(String code, String sentence, String wayOut, String... evidence) {
    return new Finding(code, Severity.BLOCKS, sentence, List.of(evidence), wayOut);
  }

  static Finding warns(String code, String sentence, String wayOut, String... evidence) {
    return new Finding(code, Severity.WARNS, sentence, List.of(evidence), wayOut);
  }

  static Finding notes(String code, String sentence, String wayOut, String... evidence) {
    return new Finding(code, Severity.NOTES, sentence, List.of(evidence), wayOut);
  }

  public boolean blocks() {
    return severity == Severity.BLOCKS;
  }
}
