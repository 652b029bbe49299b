package gangway.service.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method and a path with variable parts, and what answers.
 *
 * @param path {@code /operations/{id}}, below {@code /api/v1}
 * @param forOperators whether only operators may make the request
 */
public record Route(String method, String path, boolean forOperators, Resource resource) {

  public static Route get(String path, Resource resource) {
    return new Route("GET", path, false, resource);
  }

  /** A request for what only root can read on the host. */
  public static Route getForOperators(String path, Resource resource) {
    return new Route("GET", path, true, resource);
  }

  /** A request with a body that changes nothing. */
  public static Route ask(String path, Resource resource) {
    return new Route("POST", path, false, resource);
  }

  /** A request that changes the host. */
  public static Route act(String path, Resource resource) {
    return new Route("POST", path, true, resource);
  }

  /** The variable parts of a path that this route has; empty if it is another path. */
  Optional<Map<String, String>> variables(String asked) {
    List<String> pattern = List.of(path.split("/", -1));
    List<String> parts = List.of(asked.split("/", -1));
    if (pattern.size() != parts.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String expected = pattern.get(i);
      if (expected.startsWith("{")) {
        variables.put(expected.substring(1, expected.length() - 1), parts.get(i));
      } else if (!expected.equals(parts.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
