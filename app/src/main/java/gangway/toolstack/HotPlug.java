package gangway.toolstack;

import java.util.List;
import java.util.Optional;

/**
 * Whether functions can be attached to a running guest, which is decided at its start.
 *
 * @param now whether that is possible now, from libxl's record of its creation
 * @param nextStart whether that is possible after its next start, from its definition
 */
public record HotPlug(boolean now, boolean nextStart) {

  /**
   * Empty for a guest that is not running, is not a PV guest, does not have exactly one definition,
   * or whose record of libxl cannot be read.
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

  /** The difference between now and the next start, if any, for the administrator. */
  public Optional<String> drift() {
    if (now == nextStart) {
      return Optional.empty();
    }
    return Optional.of(
        nextStart
            ? "ready for hot-plug from its next start"
            : "ready for hot-plug only until its next start");
  }
}
