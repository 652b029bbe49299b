package gangway.cli;

import gangway.xenstore.ActingXenStore;
import gangway.xenstore.XenStoreEdit;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** The training host's XenStore, with a PV guest that runs and does at once what it is asked. */
final class TrainingStore implements ActingXenStore, XenStoreEdit {
  private static final int DOMID = 3;
  private static final String GUEST = "/local/domain/" + DOMID;
  private static final String BACKEND = "/local/domain/0/backend/pci/" + DOMID + "/0";
  private static final String FRONTEND = GUEST + "/device/pci/0";

  private final TreeMap<String, String> values = new TreeMap<>();

  TrainingStore(String guest) {
    values.put("/local/domain/0/name", "Domain-0");
    values.put(GUEST + "/name", guest);
    values.put(GUEST + "/vm", "/vm/00000000-0000-0000-0000-000000000003");
    values.put("/libxl/" + DOMID + "/type", "pv");
  }

  /** What xl tells of its domains. */
  String listing() {
    return """
    Name                                        ID   Mem VCPUs      State   Time(s)
    Domain-0                                     0  1024     2     r-----      42.0
    %-40s %5d   256     1     -b----       3.0
    """
        .formatted(values.get(GUEST + "/name"), DOMID);
  }

  /** Gives the guest a function, as libxl does. */
  void attach(String function) {
    values.put(BACKEND + "/frontend", FRONTEND);
    values.put(BACKEND + "/num_devs", "1");
    values.put(BACKEND + "/state", "4");
    values.put(BACKEND + "/key-0", function);
    values.put(BACKEND + "/dev-0", function);
    values.put(BACKEND + "/opts-0", "msitranslate=0,power_mgmt=0,permissive=0,rdm_policy=strict");
    values.put(BACKEND + "/state-0", "3");
    values.put(BACKEND + "/vdev-0", "0000:00:00.00");
    values.put(FRONTEND + "/state", "4");
  }

  /** Takes it back. */
  void detach() {
    for (String record : List.of(BACKEND, FRONTEND)) {
      values.subMap(record + "/", record + "0").clear();
    }
  }

  @Override
  public void write(String path, String value) {
    values.put(path, value);
    // asked to let go, the guest has, and both ends are connected again
    if (path.equals(BACKEND + "/state")) {
      values.put(path, "4");
    }
  }

  @Override
  public <T> T change(Function<XenStoreEdit, T> change) {
    return change.apply(this);
  }

  @Override
  public void follow(List<String> paths, Predicate<Set<String>> look) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> read(String path) {
    if (values.containsKey(path)) {
      return Optional.of(values.get(path));
    }
    return list(path).isEmpty() ? Optional.empty() : Optional.of("");
  }

  @Override
  public List<String> list(String path) {
    String above = path + "/";
    return values.subMap(above, path + "0").keySet().stream()
        .map(key -> key.substring(above.length()).split("/", 2)[0])
        .distinct()
        .toList();
  }

  @Override
  public <T> T consistently(Function<XenStoreView, T> look) {
    return look.apply(this);
  }

  @Override
  public <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
    return look.apply(this);
  }
}
