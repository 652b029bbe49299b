package gangway.service.resource;

import gangway.machine.Machine;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A host that is observed for each request, and whose changes nobody reports: a captured host. */
public final class ObservedHost implements CurrentHost, HostChanges {
  private static final long ONLY_GENERATION = 1;

  private final Machine machine;
  private final HostReader reader;

  public ObservedHost(Machine machine) {
    this.machine = machine;
    reader = new HostReader(() -> machine);
  }

  @Override
  public Seen now() {
    ViewedInventory seen = reader.inventory();
    return new Seen(
        machine, seen.inventory(), seen.placements(), ONLY_GENERATION, machine.clock().now());
  }

  @Override
  public ViewedUses uses() {
    return reader.uses(reader.inventory().inventory());
  }

  @Override
  public Machine machine() {
    return machine;
  }

  @Override
  public Machine machineBesideOthers() {
    return machine;
  }

  @Override
  public long generation() {
    return ONLY_GENERATION;
  }

  @Override
  public Change since(long generation, Duration atMost) throws InterruptedException {
    boolean lost = generation != ONLY_GENERATION;
    if (!lost) {
      TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
    }
    return new Change(ONLY_GENERATION, Set.of(), lost);
  }
}
