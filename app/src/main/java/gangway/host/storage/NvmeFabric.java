package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The connection of an NVMe controller over a fabric: its file {@code address} has {@code
 * traddr=10.0.0.8,trsvcid=4420,host_iface=eth1}, or, with the transport {@code fc}, {@code
 * traddr=nn-0x…:pn-0x…,host_traddr=nn-0x…:pn-0x…} (drivers/nvme/host/fabrics.c in Linux).
 *
 * @param name the controller, {@code nvme3}
 * @param options the settings of the file {@code address}
 */
record NvmeFabric(String name, String transport, Map<String, String> options) {
  /** The connection stays in dom0's kernel (drivers/nvme/target/loop.c). */
  private static final String LOOP = "loop";

  private static final Pattern PORT = Pattern.compile("nn-0x[0-9a-f]+:pn-(0x[0-9a-f]+)");

  NvmeFabric {
    options = Map.copyOf(options);
  }

  /** Reads the folder of a controller. */
  static NvmeFabric read(Machine machine, Path controller) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : text(machine, controller.resolve("address")).split(",")) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        options.put(option.substring(0, equals).strip(), option.substring(equals + 1).strip());
      }
    }
    return new NvmeFabric(
        String.valueOf(controller.getFileName()),
        text(machine, controller.resolve("transport")),
        options);
  }

  private static String text(Machine machine, Path file) {
    return machine.read(file).map(String::strip).orElse("");
  }

  /** The Fibre Channel port of the host, as {@code fc_host/HOST/port_name} has it. */
  Optional<String> port() {
    return Optional.ofNullable(options.get("host_traddr"))
        .map(PORT::matcher)
        .filter(Matcher::matches)
        .map(port -> port.group(1));
  }

  /**
   * The other machine; empty if the connection stays in dom0, or does not show its target.
   *
   * @param servers those of this kernel, to which it may be connected itself
   */
  Optional<Peer> peer(KernelServers servers) {
    String device = options.getOrDefault("host_iface", "").replaceFirst("^lo$", "");
    String target = options.getOrDefault("traddr", "");
    if (!device.isEmpty()) {
      return Optional.of(new Peer.Bound(Set.of(device), "NVMe over fabrics"));
    }
    return target.isEmpty() || fibreChannel()
        ? Optional.empty()
        : Optional.of(
            new Peer.Address(
                target, servers.haveNvme(target, options.getOrDefault("trsvcid", ""))));
  }

  /** Why {@link #peer} is empty; empty if the connection stays in dom0. */
  Optional<String> gap() {
    if (fibreChannel()) {
      return Optional.of(
          "%s is connected over Fibre Channel, and no HBA of this host has its port %s"
              .formatted(name, options.getOrDefault("host_traddr", "(not shown)")));
    }
    return transport.equals(LOOP)
        ? Optional.empty()
        : Optional.of(name + " shows no address of its target");
  }

  private boolean fibreChannel() {
    return transport.equals("fc") || options.getOrDefault("traddr", "").startsWith("nn-");
  }
}
