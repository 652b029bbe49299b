package gangway.handover;

import java.util.List;

/** The steps that lead from the host as it is to the host as it was asked for. */
public record Plan(List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }
}
