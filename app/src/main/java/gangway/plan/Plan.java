package gangway.plan;

import java.util.List;

/** The steps from the observed state of the host to the requested state. */
public record Plan(List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }
}
