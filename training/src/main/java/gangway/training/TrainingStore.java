package gangway.training;

import gangway.xenstore.MapXenStore;
import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStoreTransaction;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The training host's XenStore, with a running PV guest that answers at once. */
final class TrainingStore extends MapXenStore implements WritableXenStore, XenStoreTransaction {
  private static final int DOMID = 3;
  private static final String GUEST = "/local/domain/" + DOMID;
  private static final String BACKEND = "/local/domain/0/backend/pci/" + DOMID + "/0";
  private static final String FRONTEND = GUEST + "/device/pci/0";

  private final String guest;

  TrainingStore(String guest) {
    this.guest = guest;
    with("/local/domain/0/name", "Domain-0")
        .with(GUEST + "/name", guest)
        .with(GUEST + "/vm", "/vm/00000000-0000-0000-0000-000000000003")
        .with("/libxl/" + DOMID + "/type", "pv");
  }

  /** The output of {@code xl list}. */
  String listing() {
    return """
    Name                                        ID   Mem VCPUs      State   Time(s)
    Domain-0                                     0  1024     2     r-----      42.0
    %-40s %5d   256     1     -b----       3.0
    """
        .formatted(guest, DOMID);
  }

  /** Attaches a function to the guest, as libxl does. */
  void attach(String function) {
    with(BACKEND + "/frontend", FRONTEND)
        .with(BACKEND + "/num_devs", "1")
        .with(BACKEND + "/state", "4")
        .with(BACKEND + "/key-0", function)
        .with(BACKEND + "/dev-0", function)
        .with(BACKEND + "/opts-0", "msitranslate=0,power_mgmt=0,permissive=0,rdm_policy=strict")
        .with(BACKEND + "/state-0", "3")
        .with(BACKEND + "/vdev-0", "0000:00:00.00")
        .with(FRONTEND + "/state", "4");
  }

  /** Detaches the function. */
  void detach() {
    without(BACKEND).without(FRONTEND);
  }

  @Override
  public void write(String path, String value) {
    // the guest releases the function at once, and both ends are connected again
    with(path, path.equals(BACKEND + "/state") ? "4" : value);
  }

  @Override
  public void remove(String path) {
    without(path);
  }

  @Override
  public <T> T change(Function<XenStoreTransaction, T> change) {
    return change.apply(this);
  }

  @Override
  public void follow(List<String> paths, Predicate<Set<String>> look) {
    throw new UnsupportedOperationException();
  }
}
