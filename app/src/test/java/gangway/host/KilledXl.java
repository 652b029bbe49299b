package gangway.host;

import java.util.Set;
import java.util.TreeSet;

/** When xl is killed in the middle of a command, and the domains that it left unfinished. */
public final class KilledXl {
  private boolean saves;
  private boolean nextRestore;
  private final Set<String> unfinished = new TreeSet<>();

  /** Kills every save and live migration, when the guest is suspended. */
  void killSaves() {
    saves = true;
  }

  boolean killsSaves() {
    return saves;
  }

  /** Kills the next restore, when the domain exists and does not have its whole memory. */
  public void killNextRestore() {
    nextRestore = true;
  }

  /** Whether this restore is killed; the next one is not. */
  boolean killsRestore() {
    boolean kills = nextRestore;
    nextRestore = false;
    return kills;
  }

  /** The numbers of the domains that are paused since their creation. */
  Set<String> unfinished() {
    return unfinished;
  }

  /** Creates a domain as a killed xl leaves it: paused, and without libxl's record. */
  public static GuideHost leave(GuideHost host, int domid, String name, String uuid) {
    host.guest(domid, name)
        .without("var/lib/xen/userdata-d.%1$d.uuid-%1$d.libxl-json".formatted(domid))
        .store()
        .with("/local/domain/" + domid + "/vm", "/vm/" + uuid);
    host.killedXl().unfinished.add(Integer.toString(domid));
    return host;
  }
}
