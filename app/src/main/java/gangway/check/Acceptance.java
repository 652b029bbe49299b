package gangway.check;

import gangway.pci.Address;
import java.util.Optional;

/**
 * What an operator takes upon himself: findings of one code, for one function or, where that is
 * enough, for all that were asked for.
 */
public record Acceptance(String code, Optional<Address> function) {

  boolean covers(Finding finding) {
    boolean named = code.equals(finding.code());
    return switch (finding.waiver()) {
      case NOTHING -> false;
      case CODE -> named && (function.isEmpty() || function.equals(finding.function()));
      case CODE_AND_ADDRESS -> named && function.isPresent() && function.equals(finding.function());
    };
  }
}
