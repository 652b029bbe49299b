package gangway.toolstack;

import gangway.pci.Address;
import gangway.xenstore.XenStoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What XenStore says of the functions one domain was given: the node {@code backend/pci/<domid>/0}
 * that toolstack, pciback and the guest's pcifront agree through.
 *
 * @param backend pciback's state
 * @param frontend the guest's state; the guest writes it and may write anything
 */
public record PciBackend(XenbusState backend, XenbusState frontend, List<Entry> entries) {
  /** The node that the records of all domains are below. */
  public static final String ALL = "/local/domain/0/backend/pci";

  /** More than a guest's virtual bus has slots for; what comes after is not looked at. */
  private static final int MOST_ENTRIES = 256;

  /**
   * One function in the record.
   *
   * @param index its number in the record's keys
   * @param state how far it is: {@code INITIALISED} once pciback has exported it
   * @param vdev the address the guest sees it at, as pciback wrote it; absent until then
   */
  public record Entry(int index, Address function, XenbusState state, Optional<Address> vdev) {}

  /** The node that all records of a domain are below: the one there is. */
  public static String recordsPath(int domid) {
    return ALL + "/" + domid;
  }

  /** The node a domain's record is at. */
  public static String path(int domid) {
    return recordsPath(domid) + "/0";
  }

  /** The node of the guest's end. */
  public static String frontendPath(int domid) {
    return "/local/domain/" + domid + "/device/pci/0";
  }

  /** Reads a domain's record; nothing if it has none. */
  public static Optional<PciBackend> read(XenStoreView store, int domid) {
    String node = path(domid);
    Optional<String> state = store.read(node + "/state");
    if (state.isEmpty()) {
      return Optional.empty();
    }
    int count = store.read(node + "/num_devs").map(PciBackend::count).orElse(0);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<Address> function = store.read(node + "/dev-" + i).flatMap(Address::parse);
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

  /** The record's entry for a function, if it has one. */
  public Optional<Entry> entry(Address function) {
    return entries.stream().filter(entry -> entry.function().equals(function)).findFirst();
  }

  private static int count(String text) {
    try {
      return Math.clamp(Integer.parseInt(text), 0, MOST_ENTRIES);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** pciback writes the function number with two digits, {@code 0000:00:00.00}. */
  private static Optional<Address> shortened(String vdev) {
    int dot = vdev.indexOf('.');
    String canonical =
        dot >= 0 && dot + 3 == vdev.length() && vdev.charAt(dot + 1) == '0'
            ? vdev.substring(0, dot + 1) + vdev.charAt(dot + 2)
            : vdev;
    return Address.parse(canonical);
  }
}
