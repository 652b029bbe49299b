package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells whether an IP address is that of a guest on one of dom0's bridges. Such a guest reaches
 * dom0 without any NIC.
 *
 * <p>The hardware address is that of {@code /proc/net/arp}; the guests' hardware addresses are in
 * XenStore, in dom0's part, where a guest cannot write. {@code /proc} has no neighbours of IPv6, so
 * a guest that is connected by IPv6 counts as another machine.
 */
final class GuestNeighbours {
  private static final Path ARP = Path.of("/proc/net/arp");
  private static final String BACKENDS = "/local/domain/0/backend/vif/";

  /** The columns of a line: address, type, flags, hardware address, mask, device. */
  private static final int HARDWARE = 3;

  private static final int DEVICE = 5;

  private final Machine machine;
  private final Interfaces interfaces;
  private Optional<Map<IpAddress, Neighbour>> neighbours = Optional.empty();
  private final Map<Integer, Set<String>> guests = new HashMap<>();

  private record Neighbour(String hardware, String device) {}

  GuestNeighbours(Machine machine, Interfaces interfaces) {
    this.machine = machine;
    this.interfaces = interfaces;
  }

  boolean have(IpAddress address) {
    if (interfaces.guestEnds().isEmpty()) {
      return false;
    }
    if (neighbours.isEmpty()) {
      neighbours = Optional.of(read());
    }
    Neighbour neighbour = neighbours.get().get(address);
    return neighbour != null
        && interfaces.below(neighbour.device).stream()
            .map(port -> interfaces.guestEnds().getOrDefault(port, 0))
            .anyMatch(domid -> domid > 0 && hardware(domid).contains(neighbour.hardware));
  }

  private Map<IpAddress, Neighbour> read() {
    Map<IpAddress, Neighbour> found = new HashMap<>();
    try {
      for (String line : machine.lines(ARP)) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > DEVICE) {
          IpAddress.parse(columns[0])
              .ifPresent(address ->
                  found.put(
                      address,
                      new Neighbour(columns[HARDWARE].toLowerCase(Locale.ROOT), columns[DEVICE])));
        }
      }
    } catch (Problem unreadable) {
      return Map.of();
    }
    return found;
  }

  private Set<String> hardware(int domid) {
    return guests.computeIfAbsent(domid, this::hardwareOf);
  }

  private Set<String> hardwareOf(int domid) {
    Set<String> addresses = new TreeSet<>();
    try {
      Optional<XenStore> store = machine.root() ? machine.xenStore() : Optional.empty();
      for (String device : store.map(s -> s.list(BACKENDS + domid)).orElse(List.of())) {
        store
            .flatMap(s -> s.read(BACKENDS + domid + "/" + device + "/mac"))
            .ifPresent(mac -> addresses.add(mac.toLowerCase(Locale.ROOT)));
      }
    } catch (Problem unreadable) {
      return Set.of();
    }
    return addresses;
  }
}
