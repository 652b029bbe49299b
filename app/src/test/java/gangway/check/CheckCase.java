package gangway.check;

import gangway.check.Finding.Severity;
import gangway.check.Finding.Waiver;
import gangway.host.GuideHost;
import gangway.request.Request;
import java.util.function.Consumer;

/**
 * A finding, and the host and request that cause it without another blocking finding.
 *
 * @param waiver what lets the request go on where the check blocks
 */
record CheckCase(
    String code, Severity severity, Waiver waiver, Request request, Consumer<GuideHost> made) {

  /** A finding that blocks and cannot be accepted. */
  static CheckCase blocks(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.BLOCKS, Waiver.NOTHING, request, made);
  }

  /** A finding that blocks until it is accepted with {@code --accept CODE}. */
  static CheckCase blocksUnlessAccepted(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.BLOCKS, Waiver.CODE, request, made);
  }

  /** A finding that blocks until it is accepted with {@code --accept CODE=ADDRESS}. */
  static CheckCase blocksUnlessAcceptedFor(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.BLOCKS, Waiver.CODE_AND_ADDRESS, request, made);
  }

  static CheckCase warns(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.WARNS, Waiver.NOTHING, request, made);
  }

  static CheckCase notes(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.NOTES, Waiver.NOTHING, request, made);
  }

  boolean isAbout(Finding finding) {
    return finding.code().equals(code);
  }

  @Override
  public String toString() {
    return code + " for " + request.verb();
  }
}
