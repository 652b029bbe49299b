package gangway.xen.guest;

import gangway.xen.definition.Definition;
import gangway.xen.protocol.AssignmentProtocol;
import gangway.xen.protocol.Readiness;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Whether functions can be attached to a running guest, which is decided at its start.
 *
 * @param now whether that is possible now, from libxl's record of its creation
 * @param nextStart whether that is possible after its next start, from its definition
 */
public record HotPlug(boolean now, boolean nextStart) {

  /**
   * Empty for a guest that is not running, has a type that Gangway does not support, does not have
   * exactly one definition, or whose record of libxl cannot be read.
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
