package gangway.host.storage;

import gangway.host.storage.MountTable.Mount;
import gangway.net.IpAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other machine behind a mount of a network file system. */
final class NetworkMounts {
  /** Their mount options have the server's address (nfs(5), mount.cifs(8)). */
  private static final Set<String> SHARES = Set.of("nfs", "nfs4", "cifs", "smb3");

  /**
   * Types whose mount options do not have the addresses of all servers; those of FUSE are {@code
   * fuse.NAME} (mount.fuse(8)).
   */
  private static final Set<String> WITHOUT_ADDRESS =
      Set.of(
          "afs",
          "beegfs",
          "coda",
          "davfs",
          "gfarm2fs",
          "glusterfs",
          "lustre",
          "ncp",
          "ncpfs",
          "orangefs",
          "pvfs2",
          "smbfs",
          "fuse.beegfs",
          "fuse.ceph",
          "fuse.ceph-fuse",
          "fuse.curlftpfs",
          "fuse.davfs",
          "fuse.davfs2",
          "fuse.glusterfs",
          "fuse.juicefs",
          "fuse.lizardfs",
          "fuse.mfs",
          "fuse.moosefs",
          "fuse.nfs",
          "fuse.rclone",
          "fuse.s3fs",
          "fuse.smbnetfs",
          "fuse.sshfs");

  /** The transports of 9P that stay on the host (Documentation/filesystems/9p.rst in Linux). */
  private static final Set<String> LOCAL_TRANSPORTS = Set.of("virtio", "xen", "unix");

  /** The address of Ceph's first monitor, before its port. */
  private static final Pattern MONITOR =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[0-9.]{7,})(?:[:,/].*)?");

  private NetworkMounts() {}

  /**
   * The volume of a mount; empty if the type is no network file system. Mounts from one source can
   * be different file systems, so the name has the number of the file system too.
   */
  static Optional<Volume> volume(Mount mount) {
    String name = mount.source() + " " + mount.number();
    return peer(mount).map(peer -> Volume.at(peer, name, mount.source()));
  }

  private static Optional<Peer> peer(Mount mount) {
    String type = mount.type();
    if (SHARES.contains(type)) {
      return Optional.of(known(mount, mount.option("addr")));
    }
    if (type.equals("ceph")) {
      Matcher monitor = MONITOR.matcher(mount.option("mon_addr").orElse(mount.source()));
      return Optional.of(
          known(mount, monitor.matches() ? Optional.of(monitor.group(1)) : Optional.empty()));
    }
    if (type.equals("9p")) {
      return LOCAL_TRANSPORTS.contains(mount.option("trans").orElse(""))
          ? Optional.empty()
          : Optional.of(
              known(
                  mount,
                  Optional.of(mount.source())
                      .filter(source -> IpAddress.parse(source).isPresent())));
    }
    return WITHOUT_ADDRESS.contains(type)
        ? Optional.of(known(mount, Optional.empty()))
        : Optional.empty();
  }

  private static Peer known(Mount mount, Optional<String> address) {
    return address
        .<Peer>map(Peer.Address::new)
        .orElseGet(() ->
            new Peer.Unknown(
                "the mount options of type %s show no address of a server"
                    .formatted(mount.type())));
  }
}
