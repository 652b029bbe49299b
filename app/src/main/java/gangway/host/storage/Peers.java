package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machines whose disks dom0 has over the network, by iSCSI or NVMe over fabrics. */
final class Peers {
  private static final Path CONNECTIONS = Path.of("/sys/class/iscsi_connection");
  private static final Pattern SESSION = Pattern.compile("session(\\d+)");
  private static final Pattern CONNECTION = Pattern.compile("connection(\\d+):\\d+");
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

  /** The address in use, and the one that was set where there is none at the moment. */
  private Optional<String> address(Path connection) {
    for (String file : List.of("address", "persistent_address")) {
      Optional<String> address = machine.read(connection.resolve(file)).map(String::strip);
      if (address.filter(text -> !text.isEmpty() && !text.equals("<NULL>")).isPresent()) {
        return address;
      }
    }
    return Optional.empty();
  }

  /** The machine that a disk comes from, by the disk's folder in sysfs. */
  Optional<String> of(Path real) {
    for (Path name : real) {
      Matcher session = SESSION.matcher(name.toString());
      if (session.matches()) {
        return Optional.ofNullable(bySession.get(session.group(1)));
      }
    }
    if (real.toString().contains("/nvme-fabrics/") && real.getNameCount() > 1) {
      Path controller = real.resolveSibling("address");
      return machine
          .read(controller)
          .map(TARGET::matcher)
          .filter(Matcher::find)
          .map(target -> target.group(1).strip());
    }
    return Optional.empty();
  }
}
