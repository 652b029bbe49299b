package gangway.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** When xl is killed in the middle of a command, and the domains that it left unfinished. */
public final class KilledXl {
  private boolean saves;
  private boolean nextRestore;
  private Optional<Creation> nextCreate = Optional.empty();
  private final Map<String, String> uuids = new HashMap<>();
  private final Set<String> unfinished = new TreeSet<>();

  /** How far xl is with the creation of a guest. */
  public enum Creation {
    /** The domain has its UUID, and no name in XenStore. */
    NAMELESS,
    /** libxl has not written its record. */
    UNRECORDED,
    /** xl has not unpaused the guest. */
    PAUSED,
    RUNNING
  }

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

  /** Kills the next creation of a guest. */
  public void killNextCreate(Creation when) {
    nextCreate = Optional.of(when);
  }

  /** Where this creation is killed, if it is; the next one is not. */
  Optional<Creation> killsCreate() {
    Optional<Creation> kills = nextCreate;
    nextCreate = Optional.empty();
    return kills;
  }

  /** Gives a domain a UUID in the hypervisor. */
  public void uuid(int domid, String uuid) {
    uuids.put(Integer.toString(domid), uuid);
  }

  /** The UUID of a domain in the hypervisor. */
  String uuid(String domid) {
    return uuids.getOrDefault(
        domid, "00000000-0000-4000-8000-%012d".formatted(Integer.parseInt(domid)));
  }

  /** The domain is gone. */
  void ended(int domid) {
    unfinished.remove(Integer.toString(domid));
    uuids.remove(Integer.toString(domid));
  }

  /** Creates a domain as xl leaves it that is killed before it gives the domain a name. */
  public static GuideHost leaveNameless(GuideHost host, int domid, String uuid) {
    host.killedXl().uuid(domid, uuid);
    host.killedXl().unfinished.add(Integer.toString(domid));
    return host;
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
    return leaveNameless(host, domid, uuid);
  }
}
