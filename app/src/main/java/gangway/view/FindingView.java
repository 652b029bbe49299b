package gangway.view;

import gangway.check.AcceptPolicy;
import gangway.check.Finding;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Optional;

/**
 * A finding about a request.
 *
 * @param acceptWith what you must give to proceed although the finding blocks
 * @param acceptForbiddenBy the line of the configuration that forbids to accept the finding, if any
 * @param accepted whether the finding blocks and was accepted
 * @param function the function concerned, if it is exactly one
 */
public record FindingView(
    String code,
    Finding.Severity severity,
    Finding.Waiver acceptWith,
    Optional<String> acceptForbiddenBy,
    boolean accepted,
    Optional<PciAddress> function,
    String message,
    List<String> evidence,
    String remedy)
    implements View {

  public FindingView {
    evidence = List.copyOf(evidence);
    if (accepted && severity != Finding.Severity.BLOCKS) {
      throw new IllegalArgumentException(code + " does not block, so it is not accepted");
    }
  }

  /** A finding that nobody was asked to accept. */
  public static FindingView of(Finding finding, AcceptPolicy policy) {
    return of(finding, false, policy);
  }

  static FindingView of(Finding finding, boolean accepted, AcceptPolicy policy) {
    Optional<String> forbidden = policy.forbids(finding);
    return new FindingView(
        finding.code(),
        finding.severity(),
        forbidden.isPresent() ? Finding.Waiver.NOTHING : finding.waiver(),
        forbidden,
        accepted,
        finding.function(),
        finding.sentence(),
        finding.evidence(),
        finding.remedy());
  }

  /** Whether the request is refused because of the finding. */
  boolean refuses() {
    return severity == Finding.Severity.BLOCKS && !accepted;
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("code", code);
    json.text("severity", Words.of(severity));
    json.text("acceptWith", Words.of(acceptWith));
    json.text("acceptForbiddenBy", acceptForbiddenBy);
    json.flag("accepted", accepted);
    json.text("function", function);
    json.text("message", message);
    json.texts("evidence", evidence);
    json.text("remedy", remedy);
  }
}
