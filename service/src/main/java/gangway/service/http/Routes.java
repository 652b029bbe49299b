package gangway.service.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All routes of the API. */
public record Routes(List<Route> all) {
  public static final String BASE = "/api/v1";

  public Routes {
    all = List.copyOf(all);
  }

  /** A route with the variable parts of a path. */
  record Match(Route route, Map<String, String> variables) {}

  /**
   * The route of a request.
   *
   * @throws HttpProblem if there is no such path, or the path does not have the method
   */
  Match match(String method, String path) {
    String below = path.startsWith(BASE + "/") ? path.substring(BASE.length()) : "";
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : all) {
      Optional<Map<String, String>> variables = route.variables(below);
      if (variables.isPresent() && route.method().equals(method)) {
        return new Match(route, variables.get());
      }
      variables.ifPresent(_ -> methods.add(route.method()));
    }
    if (methods.isEmpty()) {
      throw HttpProblem.notFound(
          "there is no such path", "GET " + BASE + "/ shows the paths of this API");
    }
    throw new HttpProblem(
        Refusal.WRONG_METHOD,
        "this path does not have the method " + method,
        "use " + String.join(" or ", methods));
  }
}
