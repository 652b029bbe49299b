package gangway.check;

import gangway.check.Finding.Severity;
import gangway.host.GuideHost;
import gangway.request.Request;
import java.util.function.Consumer;

/** A finding, and the host and request that cause it without another blocking finding. */
record CheckCase(String code, Severity severity, Request request, Consumer<GuideHost> made) {

  static CheckCase blocks(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.BLOCKS, request, made);
  }

  static CheckCase warns(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.WARNS, request, made);
  }

  static CheckCase notes(String code, Request request, Consumer<GuideHost> made) {
    return new CheckCase(code, Severity.NOTES, request, made);
  }

  @Override
  public String toString() {
    return code + " for " + request.verb();
  }
}
