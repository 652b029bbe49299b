package gangway.host.storage;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers of file systems and disks in dom0's own kernel. What they serve is known from dom0's
 * mounts and from {@link Exports}; a server that is a program can have its data anywhere. A server
 * that cannot be read is none.
 */
final class KernelServers {
  /** A line {@code tcp 2049} for each socket of nfsd (svc_xprt_names in net/sunrpc/svc_xprt.c). */
  private static final Path NFS = Path.of("/proc/fs/nfsd/portlist");

  private static final String NFS_PORT = "2049";

  /**
   * {@code TARGET/tpgt_1/np/0.0.0.0:3260}, {@code [::]:3260} (iscsi_target_configfs.c in Linux).
   */
  private static final Path ISCSI = Path.of("/sys/kernel/config/target/iscsi");

  private static final Pattern PORTAL = Pattern.compile("(.+):([0-9]+)");

  /** A folder for each port (drivers/nvme/target/configfs.c in Linux). */
  private static final Path NVME = Path.of("/sys/kernel/config/nvmet/ports");

  private final Machine machine;
  private Optional<List<String>> nfs = Optional.empty();

  KernelServers(Machine machine) {
    this.machine = machine;
  }

  /**
   * Whether nfsd has a port of TCP or UDP.
   *
   * @param port the option of the mount; empty or 0 for the port of NFS
   */
  boolean haveNfs(String port) {
    String wanted = port.isEmpty() || port.equals("0") ? NFS_PORT : port;
    if (nfs.isEmpty()) {
      nfs = Optional.of(machine.lines(NFS));
    }
    return nfs.get().contains("tcp " + wanted) || nfs.get().contains("udp " + wanted);
  }

  /** Whether LIO has a portal that accepts connections to an address and a port of dom0. */
  boolean haveIscsi(String address, String port) {
    for (String target : machine.list(ISCSI)) {
      for (String group : machine.list(ISCSI.resolve(target))) {
        Path folder = ISCSI.resolve(target).resolve(group);
        for (String name : machine.list(folder.resolve("np"))) {
          Matcher portal = PORTAL.matcher(name);
          if (portal.matches()
              && portal.group(2).equals(port)
              && accepts(portal.group(1), address)
              && text(folder.resolve("enable")).equals("1")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether nvmet serves something at an address and a port of dom0. */
  boolean haveNvme(String address, String port) {
    return machine.list(NVME).stream()
        .map(NVME::resolve)
        .anyMatch(folder ->
            text(folder.resolve("addr_trsvcid")).equals(port)
                && accepts(text(folder.resolve("addr_traddr")), address)
                && !machine.list(folder.resolve("subsystems")).isEmpty());
  }

  private static boolean accepts(String own, String called) {
    Optional<IpAddress> server = IpAddress.parse(own);
    Optional<IpAddress> wanted = IpAddress.parse(called);
    return server.isPresent()
        && wanted.isPresent()
        && (server.equals(wanted)
            || (server.get().unspecified() && server.get().ipv4() == wanted.get().ipv4()));
  }

  private String text(Path file) {
    return machine.read(file).map(String::strip).orElse("");
  }
}
