package gangway.service.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request of a caller.
 *
 * @param variables the variable parts of the path, by their names in the route
 * @param query the parameters after the question mark
 * @param header the value of a header
 * @param body the JSON of the body; empty for a request without a body
 */
public record Call(
    Caller caller,
    Map<String, String> variables,
    Map<String, String> query,
    Function<String, Optional<String>> header,
    String body) {
  public Call {
    variables = Map.copyOf(variables);
    query = Map.copyOf(query);
  }

  /** A variable part of the path, which the route must have. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no variable " + name);
    }
    return value;
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A parameter that is {@code true} or {@code false}. */
  public boolean flag(String name) {
    return switch (query.getOrDefault(name, "false")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw HttpProblem.invalid(
              "the value of the parameter '" + name + "' is not valid", "use true or false");
    };
  }
}
