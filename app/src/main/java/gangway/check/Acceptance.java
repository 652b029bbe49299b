package gangway.check;

import gangway.pci.PciAddress;
import java.util.Optional;

/**
 * An operator's {@code --accept}: the findings of one code that must not stop the request, for one
 * function or, if the waiver allows it, for all functions of the request.
 */
public record Acceptance(String code, Optional<PciAddress> function) {

  boolean covers(Finding finding) {
    boolean named = code.equals(finding.code());
    return switch (finding.waiver()) {
      case NOTHING -> false;
      case CODE -> named && (function.isEmpty() || function.equals(finding.function()));
      case CODE_AND_ADDRESS -> named && function.isPresent() && function.equals(finding.function());
    };
  }
}
