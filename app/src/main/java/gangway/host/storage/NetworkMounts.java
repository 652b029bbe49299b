package gangway.host.storage;

import gangway.machine.MountTable.Mount;
import gangway.net.IpAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other machine behind a mount of a network file system. */
final class NetworkMounts {
  /** Their mount options have the server's address (nfs(5), mount.cifs(8)). */
  private static final Set<String> SHARES = Set.of("nfs", "nfs4", "cifs", "smb3");

  /** The transports of 9P that stay on the host (Documentation/filesystems/9p.rst in Linux). */
  private static final Set<String> LOCAL_TRANSPORTS = Set.of("virtio", "xen", "unix");

  /** The address of Ceph's first monitor, before its port. */
  private static final Pattern MONITOR =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[0-9.]{7,})(?:[:,/].*)?");

  private NetworkMounts() {}

  /** Whether a mount is of a network file system whose options or source can have an address. */
  static boolean isNetwork(Mount mount) {
    return SHARES.contains(mount.type())
        || mount.type().equals("ceph")
        || (mount.type().equals("9p")
            && !LOCAL_TRANSPORTS.contains(mount.option("trans").orElse("")));
  }

  /**
   * The volume of such a mount; empty if no address of a server is known. Mounts from one source
   * can be different file systems, so the name has the number of the file system too.
   */
  static Optional<Volume> volume(Mount mount) {
    String name = mount.source() + " " + mount.number();
    return address(mount)
        .map(address -> Volume.at(new Peer.Address(address), name, mount.source()));
  }

  private static Optional<String> address(Mount mount) {
    return switch (mount.type()) {
      case "ceph" ->
          Optional.of(MONITOR.matcher(mount.option("mon_addr").orElse(mount.source())))
              .filter(Matcher::matches)
              .map(monitor -> monitor.group(1));
      case "9p" ->
          Optional.of(mount.source()).filter(source -> IpAddress.parse(source).isPresent());
      default -> mount.option("addr");
    };
  }
}
