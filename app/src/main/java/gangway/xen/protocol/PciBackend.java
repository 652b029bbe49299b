package gangway.xen.protocol;

import gangway.pci.PciAddress;
import gangway.xenstore.XenStoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * XenStore's record of the functions that are assigned to a domain: the node {@code
 * backend/pci/<domid>/0}, through which the toolstack, pciback and the guest's pcifront
 * communicate.
 *
 * @param backend state of pciback
 * @param frontend state of the guest's pcifront; not trusted, because the guest can write any value
 */
public record PciBackend(XenbusState backend, XenbusState frontend, List<Entry> entries) {
  /** The parent node of all records. */
  public static final String ALL = "/local/domain/0/backend/pci";

  /** More entries than slots on a guest's virtual bus; the rest is ignored. */
  private static final int MAX_ENTRIES = 256;

  public PciBackend {
    entries = List.copyOf(entries);
  }

  /**
   * One function in the record.
   *
   * @param index its number in the record's keys
   * @param state {@code INITIALISED} after pciback has exported the function
   * @param vdev the address at which the guest sees the function, written by pciback; absent until
   *     then
   */
  public record Entry(
      int index, PciAddress function, XenbusState state, Optional<PciAddress> vdev) {}

  /** The parent node of a domain's record. */
  public static String recordsPath(int domid) {
    return ALL + "/" + domid;
  }

  /** The node of a domain's record. */
  public static String path(int domid) {
    return recordsPath(domid) + "/0";
  }

  /** The node of the guest's frontend. */
  public static String frontendPath(int domid) {
    return "/local/domain/" + domid + "/device/pci/0";
  }

  /** Reads a domain's record; empty if there is no record. */
  public static Optional<PciBackend> read(XenStoreView store, int domid) {
    String node = path(domid);
    Optional<String> state = store.read(node + "/state");
    if (state.isEmpty()) {
      return Optional.empty();
    }
    int count = store.read(node + "/num_devs").map(PciBackend::count).orElse(0);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<PciAddress> function = store.read(node + "/dev-" + i).flatMap(PciAddress::parse);
      if (function.isPresent()) {
        entries.add(
            new Entry(
                i,
                function.get(),
                store.read(node + "/state-" + i).map(XenbusState::of).orElse(XenbusState.UNKNOWN),
                store.read(node + "/vdev-" + i).flatMap(PciBackend::shortened)));
      }
    }
    return Optional.of(
        new PciBackend(
            XenbusState.of(state.get()),
            store
                .read(frontendPath(domid) + "/state")
                .map(XenbusState::of)
                .orElse(XenbusState.UNKNOWN),
            List.copyOf(entries)));
  }

  /** The entry for a function, if there is one. */
  public Optional<Entry> entry(PciAddress function) {
    return entries.stream().filter(entry -> entry.function().equals(function)).findFirst();
  }

  private static int count(String text) {
    try {
      return Math.clamp(Integer.parseInt(text), 0, MAX_ENTRIES);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** pciback writes the function number with two digits: {@code 0000:00:00.00}. */
  private static Optional<PciAddress> shortened(String vdev) {
    int dot = vdev.indexOf('.');
    String canonical =
        dot >= 0 && dot + 3 == vdev.length() && vdev.charAt(dot + 1) == '0'
            ? vdev.substring(0, dot + 1) + vdev.charAt(dot + 2)
            : vdev;
    return PciAddress.parse(canonical);
  }
}
