package gangway.service.http;

import org.eclipse.jetty.server.Request;

/** Finds out who makes a request. */
interface Callers {

  /**
   * The caller of a request.
   *
   * @throws HttpProblem if the request may not be answered
   */
  Caller of(Request request);
}
