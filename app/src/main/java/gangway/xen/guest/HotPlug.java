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
   * exactly one definition, or whose record of libxl cannot be read or does not tell.
   */
  public static Optional<HotPlug> of(Guest guest) {
    if (guest.definition().isEmpty()) {
      return Optional.empty();
    }
    Definition next = guest.definition().get().content();
    return guest
        .running()
        .filter(Domain::supported)
        .flatMap(domain ->
            switch (now(guest, domain.protocol())) {
              case YES -> Optional.of(new HotPlug(true, ready(next, domain.protocol())));
              case NO -> Optional.of(new HotPlug(false, ready(next, domain.protocol())));
              case UNKNOWN -> Optional.empty();
            });
  }

  /** Whether a running guest was created with all settings that hot-plug needs. */
  public static HotPlugSupport now(Guest guest, AssignmentProtocol protocol) {
    Set<Readiness> needed = protocol.hotPlugSettings();
    boolean lacksMap =
        needed.contains(Readiness.MEMORY_MAP)
            && guest.creation().filter(made -> !made.hostMemoryMap()).isPresent();
    if (lacksMap) {
      return HotPlugSupport.NO;
    }
    return needed.contains(Readiness.PASSTHROUGH) ? guest.hotPlug() : HotPlugSupport.YES;
  }

  private static boolean ready(Definition next, AssignmentProtocol protocol) {
    return Collections.disjoint(next.lacks(), protocol.hotPlugSettings());
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
