package gangway.host.storage;

import gangway.machine.MountTable.Mount;
import gangway.net.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The other machine behind a mount of a network file system. */
final class NetworkMounts {
  /** Their mount options have the server's address (nfs(5), mount.cifs(8)). */
  private static final Set<String> SHARES = Set.of("nfs", "nfs4", "cifs", "smb3");

  private static final Set<String> NFS = Set.of("nfs", "nfs4");

  /** The transports of 9P that stay on the host (Documentation/filesystems/9p.rst in Linux). */
  private static final Set<String> LOCAL_TRANSPORTS = Set.of("virtio", "xen", "unix");

  /** The address of one of Ceph's monitors, before its port. */
  private static final Pattern MONITOR =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[0-9.]{7,})(?::[0-9]+)?");

  private NetworkMounts() {}

  /** Whether a mount is of a network file system whose options or source can have an address. */
  static boolean isNetwork(Mount mount) {
    return SHARES.contains(mount.type())
        || mount.type().equals("ceph")
        || (mount.type().equals("9p")
            && !LOCAL_TRANSPORTS.contains(mount.option("trans").orElse("")));
  }

  /**
   * The volumes of the machines behind such a mount: one for each address of a server; empty if
   * none is known. Mounts from one source can be different file systems, so the names have the
   * number of the file system too.
   *
   * @param servers those of this kernel, which may be the server
   */
  static List<Volume> volumes(Mount mount, KernelServers servers) {
    boolean served = NFS.contains(mount.type()) && servers.haveNfs(mount.option("port").orElse(""));
    String name = mount.source() + " " + mount.number();
    List<String> addresses = addresses(mount);
    return addresses.stream()
        .map(address ->
            Volume.at(
                new Peer.Address(address, served),
                addresses.size() == 1 ? name : name + " from " + address,
                mount.source()))
        .toList();
  }

  private static List<String> addresses(Mount mount) {
    return switch (mount.type()) {
      case "ceph" -> monitors(mount.option("mon_addr").orElse(mount.source()));
      case "9p" ->
          Stream.of(mount.source()).filter(source -> IpAddress.parse(source).isPresent()).toList();
      default -> mount.option("addr").stream().toList();
    };
  }

  /**
   * The addresses in {@code 10.0.0.1:6789,[fd00::1]:6789:/path}, or with slashes in the option
   * {@code mon_addr}. A client uses any of the monitors.
   */
  private static List<String> monitors(String list) {
    return Stream.of(list.replaceFirst(":/.*", "").split("[,/]"))
        .map(MONITOR::matcher)
        .filter(Matcher::matches)
        .map(monitor -> monitor.group(1))
        .distinct()
        .toList();
  }
}
