package gangway.check;

import java.util.Optional;

/** Which findings the configuration of a host forbids to accept. */
@FunctionalInterface
public interface AcceptPolicy {
  /** The policy of a host without a configuration. */
  AcceptPolicy NONE = _ -> Optional.empty();

  /**
   * The line of the configuration that forbids to accept the findings with this code, with the file
   * and the number; empty if they may be accepted.
   */
  Optional<String> forbids(String code);

  /**
   * The line of the configuration that forbids to accept a finding; empty if the finding may be
   * accepted, and for a finding that cannot be accepted on any host.
   */
  default Optional<String> forbids(Finding finding) {
    return finding.waiver() == Finding.Waiver.NOTHING ? Optional.empty() : forbids(finding.code());
  }
}
