package gangway.service.live;

import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Machine;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** The snapshot of the host that all viewers share, with the details of all functions. */
public final class SharedHost extends SharedObservation<HostSnapshot> {
  /** A change of the host that alters a snapshot is of one of these topics. */
  public static final Set<Topic> TOPICS =
      Collections.unmodifiableSet(EnumSet.of(Topic.FUNCTIONS, Topic.GUESTS));

  SharedHost(Changes changes, LongSupplier nanoTime, Machine machine) {
    super(changes, TOPICS, nanoTime, () -> new Observer(machine).host());
  }
}
