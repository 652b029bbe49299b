package gangway.plan;

import java.util.List;

/**
 * The steps of a plan that began, the last one first.
 *
 * @param open those that are not undone
 * @param ever all of them: what is undone tells whether a later step is undone
 */
public record BegunSteps(List<Step> open, List<Step> ever) {
  public BegunSteps {
    open = List.copyOf(open);
    ever = List.copyOf(ever);
  }

  /** Steps of which none is undone. */
  public static BegunSteps of(List<Step> open) {
    return new BegunSteps(open, List.of());
  }
}
