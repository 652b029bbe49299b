package gangway.host.storage;

import gangway.host.storage.Unplaced.Where;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machines whose disks dom0 uses: iSCSI, NVMe over fabrics, Ceph, Fibre Channel over Ethernet,
 * ATA over Ethernet, NBD, RNBD and USB/IP.
 */
final class Peers {
  private static final Path CONNECTIONS = Path.of("/sys/class/iscsi_connection");
  private static final Path ISCSI_HOSTS = Path.of("/sys/class/iscsi_host");
  private static final Path FC_HOSTS = Path.of("/sys/class/fc_host");
  private static final Path NET = Path.of("/sys/class/net");
  private static final Path BLOCK = Path.of("/sys/class/block");

  private static final Pattern SESSION = Pattern.compile("/(host\\d+)/session(\\d+)/");
  private static final Pattern CONNECTION = Pattern.compile("connection(\\d+):\\d+");
  private static final Pattern FABRIC = Pattern.compile("/sys/devices/.*/nvme-fabrics/ctl/[^/]+");
  private static final Pattern RBD = Pattern.compile("/sys/devices/rbd/\\d+/block/.*");

  /**
   * A SCSI host below a network interface: {@code
   * /sys/devices/virtual/net/eth0.100/ctlr_0/host9/rport-9:0-0/…} (drivers/scsi/fcoe).
   */
  private static final Pattern BELOW_INTERFACE = Pattern.compile("/net/([^/]+)/(?:.*/)?host\\d+/");

  private static final Pattern ATA_OVER_ETHERNET = Pattern.compile("etherd!.*");
  private static final Pattern NETWORK_BLOCK_DEVICE = Pattern.compile("r?nbd\\d+");
  private static final String USB_OVER_IP = "/vhci_hcd";

  /** {@code 10.0.0.5:0/1634} or {@code [2001:db8::5]:0/1634}. */
  private static final Pattern CLIENT = Pattern.compile("(\\[[0-9a-f:]+]|[0-9.]+):.*");

  /** What open-iscsi writes for a parameter that is not set. */
  private static final Set<String> UNSET = Set.of("", "<NULL>", "(null)", "default");

  private static final Pattern HARDWARE = Pattern.compile("(?:[0-9a-f]{2}:){5}[0-9a-f]{2}");

  private final Machine machine;
  private final Grounds grounds;
  private final KernelServers servers;
  private final Map<String, Peer> bySession = new HashMap<>();

  /**
   * Reads the connections.
   *
   * @param servers those of this kernel, to which it may be connected itself
   * @param grounds learns why the machine behind a disk is not known
   */
  Peers(Machine machine, KernelServers servers, Grounds grounds) {
    this.machine = machine;
    this.servers = servers;
    this.grounds = grounds;
    for (String name : machine.list(CONNECTIONS)) {
      Matcher connection = CONNECTION.matcher(name);
      if (connection.matches()) {
        target(CONNECTIONS.resolve(name))
            .ifPresent(peer -> bySession.putIfAbsent(connection.group(1), peer));
      }
    }
  }

  /** By the current address and port, else by the configured ones. */
  private Optional<Peer> target(Path connection) {
    return Stream.of("", "persistent_")
        .filter(prefix -> !UNSET.contains(text(connection.resolve(prefix + "address"))))
        .findFirst()
        .map(prefix -> {
          String address = text(connection.resolve(prefix + "address"));
          String port = text(connection.resolve(prefix + "port"));
          return new Peer.Address(address, servers.haveIscsi(address, port));
        });
  }

  /**
   * The functions of the HBA of a disk that sysfs does not show below the HBA: NVMe over Fibre
   * Channel. Empty if the disk is no such disk, or if no HBA of the host has the port.
   *
   * @param real the disk's folder in sysfs
   */
  List<PciAddress> adapters(Path real) {
    return fabric(real).flatMap(fabric -> fabric.port()).stream()
        .flatMap(port ->
            machine.list(FC_HOSTS).stream()
                .map(FC_HOSTS::resolve)
                .filter(host -> text(host.resolve("port_name")).equals(port)))
        .flatMap(host -> machine.real(host).stream())
        .flatMap(host -> PciBus.functionsAbove(host).stream())
        .distinct()
        .toList();
  }

  /**
   * The machine that has a disk; empty if the disk is a local one, or if the machine is not known.
   * A Ceph disk is on many machines; for it the kernel shows dom0's own address
   * (Documentation/ABI/testing/sysfs-bus-rbd).
   *
   * @param name the disk's name in {@code /sys/class/block}
   * @param real the disk's folder in sysfs
   */
  Optional<Peer> of(String name, Path real) {
    String path = real.toString();
    Matcher session = SESSION.matcher(path);
    if (session.find()) {
      return iscsi(name, session.group(1), session.group(2));
    }
    Matcher over = BELOW_INTERFACE.matcher(path);
    if (over.find()) {
      return Optional.of(new Peer.Bound(Set.of(over.group(1)), "Fibre Channel over Ethernet"));
    }
    if (ATA_OVER_ETHERNET.matcher(name).matches()) {
      return ataOverEthernet(name);
    }
    if (RBD.matcher(path).matches()) {
      return ceph(name, real.getName(3).toString());
    }
    if (NETWORK_BLOCK_DEVICE.matcher(name).matches()) {
      return unknown(name, Where.ANYWHERE, "the kernel does not show the server of /dev/" + name);
    }
    if (path.contains(USB_OVER_IP)) {
      return unknown(
          name,
          Where.REMOTE,
          "/dev/%s is a USB device of another machine (USB/IP), and sysfs does not show which"
                  .formatted(name)
              + " machine");
    }
    return fabric(real).flatMap(fabric -> nvme(name, fabric));
  }

  private Optional<Peer> iscsi(String name, String host, String session) {
    Set<String> interfaces = iscsiInterfaces(ISCSI_HOSTS.resolve(host));
    if (!interfaces.isEmpty()) {
      return Optional.of(new Peer.Bound(interfaces, "iSCSI"));
    }
    return Optional.ofNullable(bySession.get(session))
        .or(() ->
            unknown(
                name,
                Where.REMOTE,
                "iSCSI session %s shows no address of its target".formatted(session)));
  }

  private Optional<Peer> nvme(String name, NvmeFabric fabric) {
    return fabric
        .peer(servers)
        .or(() -> fabric.gap().flatMap(reason -> unknown(name, Where.REMOTE, reason)));
  }

  private Optional<Peer> unknown(String name, Where where, String reason) {
    grounds.end(name, reason, where);
    return Optional.empty();
  }

  /**
   * The interfaces to which open-iscsi has bound the sessions of a host: by name, or by hardware
   * address (iface.net_ifacename and iface.hwaddress in iscsiadm(8)).
   */
  private Set<String> iscsiInterfaces(Path host) {
    String name = text(host.resolve("netdev"));
    if (name.equals("lo")) {
      return Set.of(); // the address tells what is known of the target
    }
    if (!UNSET.contains(name)) {
      return Set.of(name);
    }
    String hardware = lower(text(host.resolve("hwaddress")));
    Set<String> interfaces = new TreeSet<>();
    if (HARDWARE.matcher(hardware).matches()) {
      for (String candidate : machine.list(NET)) {
        if (lower(text(NET.resolve(candidate).resolve("address"))).equals(hardware)) {
          interfaces.add(candidate);
        }
      }
    }
    return interfaces;
  }

  /** The interfaces to a target, separated by commas; or {@code none} (aoeblk.c in Linux). */
  private Optional<Peer> ataOverEthernet(String name) {
    Set<String> interfaces =
        new TreeSet<>(List.of(text(BLOCK.resolve(name).resolve("netif")).split(",")));
    interfaces.removeAll(Set.of("", "none"));
    return interfaces.isEmpty()
        ? unknown(
            name,
            Where.REMOTE,
            "the kernel shows no interface to /dev/%s (ATA over Ethernet)"
                .formatted(name.replace('!', '/')))
        : Optional.of(new Peer.Bound(interfaces, "ATA over Ethernet"));
  }

  private Optional<Peer> ceph(String name, String number) {
    Matcher client = CLIENT.matcher(text(Path.of("/sys/devices/rbd", number, "client_addr")));
    return client.matches()
        ? Optional.of(new Peer.From(client.group(1)))
        : unknown(name, Where.REMOTE, "/dev/%s shows no address of dom0".formatted(name));
  }

  private Optional<NvmeFabric> fabric(Path real) {
    Matcher controller = FABRIC.matcher(real.toString());
    return controller.lookingAt()
        ? Optional.of(NvmeFabric.read(machine, Path.of(controller.group())))
        : Optional.empty();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private String text(Path file) {
    return machine.read(file).map(String::strip).orElse("");
  }
}
