package gangway.xen.guest;

import gangway.Text;
import gangway.pci.PciAddress;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.XenStore;
import gangway.xenstore.XenStoreView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The running guests, and the records of functions in XenStore.
 *
 * @param running the guests in the order of their domain IDs, without dom0
 * @param left the records of domains that are gone; Xen's tools do not delete them when a guest
 *     with functions is destroyed
 */
public record Domains(List<Domain> running, Map<Integer, PciBackend> left) {
  /** The parent node of all domains. */
  public static final String ALL = "/local/domain";

  /** A machine without running guests. */
  public static final Domains NONE = new Domains(List.of(), Map.of());

  public Domains {
    running = List.copyOf(running);
    left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
  }

  /** Reads all in one consistent snapshot. */
  public static Domains read(XenStore store) {
    return store.consistently(Domains::look);
  }

  private static Domains look(XenStoreView store) {
    List<Domain> running = new ArrayList<>();
    for (int domid : numbers(store.list(ALL))) {
      if (domid != 0) {
        domain(store, domid).ifPresent(running::add);
      }
    }
    Map<Integer, PciBackend> left = new TreeMap<>();
    for (int domid : numbers(store.list(PciBackend.ALL))) {
      if (running.stream().noneMatch(domain -> domain.domid() == domid)) {
        PciBackend.read(store, domid).ifPresent(record -> left.put(domid, record));
      }
    }
    return new Domains(List.copyOf(running), left);
  }

  private static Optional<Domain> domain(XenStoreView store, int domid) {
    return store
        .read(path(domid) + "/name")
        .map(name -> {
          Optional<PciBackend> pci = PciBackend.read(store, domid);
          return new Domain(
              domid,
              name,
              GuestType.read(store, domid),
              store.read(path(domid) + "/vm").flatMap(Domains::uuid).orElse(""),
              pci,
              pci.map(record -> noted(store, domid, record)).orElse(Set.of()));
        });
  }

  private static Set<PciAddress> noted(XenStoreView store, int domid, PciBackend record) {
    return record.entries().stream()
        .map(PciBackend.Entry::function)
        .filter(function -> LibxlNote.assigned(store, function, domid))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The running guest with a name, if any. */
  public static Optional<Domain> named(XenStoreView store, String guest) {
    return look(store).running().stream().filter(domain -> domain.name().equals(guest)).findFirst();
  }

  /** The node of a domain. */
  public static String path(int domid) {
    return ALL + "/" + domid;
  }

  /** Whether there is a domain with this ID. */
  public static boolean runs(XenStoreView store, int domid) {
    return store.read(path(domid) + "/name").isPresent();
  }

  /**
   * The last part of a node {@code /vm/UUID}. It becomes part of a file name, so it must not
   * contain a path.
   */
  private static Optional<String> uuid(String node) {
    return Optional.of(node.replaceFirst("^/vm/", ""))
        .filter(uuid -> uuid.matches("[0-9A-Za-z-]{1,64}"));
  }

  /** The running guests that have a function according to XenStore. */
  public Stream<Domain> holding(PciAddress function) {
    return running.stream()
        .filter(domain -> domain.pci().flatMap(pci -> pci.entry(function)).isPresent());
  }

  static SortedSet<Integer> numbers(List<String> names) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String name : names) {
      Text.digits(name, 5).ifPresent(numbers::add);
    }
    return numbers;
  }
}
