package gangway.toolstack;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a guest can be given functions while it runs, which is settled when it is started.
 *
 * @param now whether it can be now, by how it was made
 * @param nextStart whether it can be once it is started by its definition
 */
public record HotPlug(boolean now, boolean nextStart) {

  /**
   * Nothing of a guest that is off, is of a type that Gangway does not assign to, has not one
   * definition, or of which libxl's note cannot be read.
   */
  public static Optional<HotPlug> of(Guest guest) {
    return guest
        .running()
        .filter(Domain::supported)
        .flatMap(domain ->
            guest
                .creation()
                .flatMap(made ->
                    guest.definition().map(next -> of(domain.protocol(), made, next.content()))));
  }

  private static HotPlug of(AssignmentProtocol protocol, Creation made, Definition next) {
    Set<Readiness> needed = protocol.hotPlugSettings();
    return new HotPlug(
        made.settings().containsAll(needed), Collections.disjoint(next.lacks(), needed));
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
