package gangway.check;

/** A finding without its texts, in which names and addresses can differ. */
public final class FindingShape {
  private FindingShape() {}

  public static String of(Finding finding) {
    return "%s %s %s %s %d"
        .formatted(
            finding.severity(),
            finding.code(),
            finding.waiver(),
            finding.function(),
            finding.evidence().size());
  }
}
