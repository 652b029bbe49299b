package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machines whose disks dom0 uses over the network: iSCSI, NVMe over fabrics or Ceph. */
final class Peers {
  private static final Path CONNECTIONS = Path.of("/sys/class/iscsi_connection");
  private static final Pattern SESSION = Pattern.compile("/session(\\d+)/");
  private static final Pattern CONNECTION = Pattern.compile("connection(\\d+):\\d+");
  private static final Pattern RBD = Pattern.compile("/sys/devices/rbd/\\d+/block/.*");

  /** {@code 10.0.0.5:0/1634} or {@code [2001:db8::5]:0/1634}. */
  private static final Pattern CLIENT = Pattern.compile("(\\[[0-9a-f:]+]|[0-9.]+):.*");

  private static final Pattern TARGET = Pattern.compile("(?:^|,)traddr=([^,]+)");

  private final Machine machine;
  private final Map<String, String> bySession = new HashMap<>();

  Peers(Machine machine) {
    this.machine = machine;
    for (String name : machine.list(CONNECTIONS)) {
      Matcher connection = CONNECTION.matcher(name);
      if (connection.matches()) {
        address(CONNECTIONS.resolve(name))
            .ifPresent(peer -> bySession.putIfAbsent(connection.group(1), peer));
      }
    }
  }

  /** The current address, else the configured one. */
  private Optional<String> address(Path connection) {
    for (String file : List.of("address", "persistent_address")) {
      Optional<String> address = machine.read(connection.resolve(file)).map(String::strip);
      if (address.filter(text -> !text.isEmpty() && !text.equals("<NULL>")).isPresent()) {
        return address;
      }
    }
    return Optional.empty();
  }

  /**
   * The machine that has a disk, by the disk's folder in sysfs. A Ceph disk is on many machines;
   * for it the kernel shows dom0's own address (Documentation/ABI/testing/sysfs-bus-rbd).
   */
  Optional<String> of(Path real) {
    Matcher session = SESSION.matcher(real.toString());
    if (session.find()) {
      return Optional.ofNullable(bySession.get(session.group(1)));
    }
    if (real.toString().contains("/nvme-fabrics/") && real.getNameCount() > 1) {
      Path controller = real.resolveSibling("address");
      return machine
          .read(controller)
          .map(TARGET::matcher)
          .filter(Matcher::find)
          .map(target -> target.group(1).strip());
    }
    return RBD.matcher(real.toString()).matches()
        ? machine
            .read(Path.of("/sys/devices/rbd", real.getName(3).toString(), "client_addr"))
            .map(text -> CLIENT.matcher(text.strip()))
            .filter(Matcher::matches)
            .map(client -> client.group(1))
        : Optional.empty();
  }
}
