package gangway.service.http;

/** What answers the requests of a route. */
@FunctionalInterface
public interface Resource {

  /**
   * Answers a request.
   *
   * @throws HttpProblem if the request is refused
   * @throws gangway.Problem if the host cannot be read
   * @throws InterruptedException if the service ends
   */
  Reply answer(Call call) throws InterruptedException;
}
