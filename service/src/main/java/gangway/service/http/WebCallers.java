package gangway.service.http;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The callers at 127.0.0.1. All users of this machine reach it, and each page that a browser shows
 * can send requests to it. So the token is needed, and the headers of the browser must be those of
 * the page of this service.
 */
final class WebCallers implements Callers {
  private static final String BEARER = "Bearer ";
  private static final int ALL = 0;

  private final Token token;
  private final Roles roles;
  private final IntSupplier port;
  private final Rate wrongTokens;

  /**
   * Callers.
   *
   * @param port the port of this service
   * @param wrongTokens how many wrong tokens are answered
   */
  WebCallers(Token token, Roles roles, IntSupplier port, Rate wrongTokens) {
    this.token = token;
    this.roles = roles;
    this.port = port;
    this.wrongTokens = wrongTokens;
  }

  @Override
  public Caller of(Request request) {
    mustBeOfThisPage(request);
    String given =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
            .filter(header -> header.startsWith(BEARER))
            .map(header -> header.substring(BEARER.length()).strip())
            .orElseThrow(() ->
                new HttpProblem(
                    Refusal.NO_TOKEN,
                    "the request has no token",
                    "open the address that 'gangway serve --web' has printed"));
    if (!token.is(given)) {
      // the right token is always accepted: other users of this machine must not be able to lock
      // out the page
      if (!wrongTokens.take(ALL)) {
        throw new HttpProblem(
            Refusal.TOO_MANY, "too many wrong tokens were sent", "try again in a minute");
      }
      throw new HttpProblem(
          Refusal.WRONG_TOKEN,
          "the token is not that of this service",
          "open the address that 'gangway serve --web' has printed at its last start");
    }
    return roles.tokenHolder();
  }

  /** Refuses requests that a browser sends for another page, or to another name (DNS rebinding). */
  void mustBeOfThisPage(Request request) {
    List<String> hosts =
        Stream.of(LoopbackConnector.ADDRESS, "localhost")
            .map(name -> name + ":" + port.getAsInt())
            .toList();
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host == null || !hosts.contains(host)) {
      throw new HttpProblem(
          Refusal.WRONG_HOST,
          "the header Host of the request does not name this service",
          "use http://" + hosts.getFirst() + "/");
    }
    String origin = request.getHeaders().get("Origin");
    String site = request.getHeaders().get("Sec-Fetch-Site");
    boolean foreign =
        (origin != null && hosts.stream().noneMatch(one -> origin.equals("http://" + one)))
            || (site != null && !site.equals("same-origin") && !site.equals("none"));
    if (foreign) {
      throw new HttpProblem(
          Refusal.FOREIGN_ORIGIN,
          "the request comes from another page",
          "use the page of this service");
    }
  }
}
