package gangway.toolstack;

import java.util.List;
import java.util.Optional;

/**
 * Whether a guest can be given functions while it runs, which is settled when it is started.
 *
 * @param now whether it can be now, by how it was made
 * @param nextStart whether it can be once it is started by its definition
 */
public record HotPlug(boolean now, boolean nextStart) {

  /**
   * Nothing of a guest that is off, is not para-virtualized, has not one definition, or of which
   * libxl's note cannot be read.
   */
  public static Optional<HotPlug> of(Guest guest) {
    Optional<Creation> made =
        guest.running().filter(Domain::paravirtualized).flatMap(_ -> guest.creation());
    return made.flatMap(creation ->
        guest
            .definition()
            .map(definition -> new HotPlug(creation.ready(), ready(definition.lacks()))));
  }

  private static boolean ready(List<Readiness> lacks) {
    return !lacks.contains(Readiness.PASSTHROUGH) && !lacks.contains(Readiness.MEMORY_MAP);
  }

  /** How the one differs from the other, in words. */
  public Optional<String> drift() {
    if (now == nextStart) {
      return Optional.empty();
    }
    return Optional.of(
        nextStart
            ? "ready for hot-plug from its next start"
            : "not ready for hot-plug from its next start on");
  }
}
