package gangway.check;

import java.util.List;

/** Findings, and which of them the operator accepts. */
public interface Judgement {
  /** All findings, worst first. */
  List<Finding> findings();

  /** What the operator accepts. */
  List<Acceptance> accepted();

  /** Whether a finding blocks and the operator accepts it. */
  default boolean accepts(Finding finding) {
    return finding.blocks()
        && accepted().stream().anyMatch(acceptance -> acceptance.covers(finding));
  }

  /** Whether nothing is done: at least one blocking finding is not accepted. */
  default boolean refused() {
    return findings().stream().anyMatch(finding -> finding.blocks() && !accepts(finding));
  }

  /** The acceptances that match no finding. */
  default List<Acceptance> idle() {
    return accepted().stream()
        .filter(acceptance -> findings().stream().noneMatch(acceptance::covers))
        .toList();
  }
}
