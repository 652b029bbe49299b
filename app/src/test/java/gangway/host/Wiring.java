package gangway.host;

import gangway.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Builds interfaces upon others, and shows them the way the kernel and its tools show them. */
public final class Wiring {
  private static final String VIRTUAL = "sys/devices/virtual";
  private static final String ROUTES = "ip -4 -o route show table all";

  private final GuideHost host;
  private final List<String> routes = new ArrayList<>();
  private final StringBuilder addresses6 = new StringBuilder();
  private final StringBuilder routes6 = new StringBuilder();
  private final StringBuilder switches =
      new StringBuilder("5f1c2a54-6d0e-4a0b-8f3d-30b1c6f0e0a1\n");

  public Wiring(GuideHost host) {
    this.host = host;
  }

  /** Any interface made of others: a VLAN, a macvlan. */
  public Wiring on(String name, String... lower) {
    host.netInterface(name, VIRTUAL);
    for (String part : lower) {
      host.link(VIRTUAL + "/net/" + name + "/lower_" + part, "../" + part);
    }
    return this;
  }

  /** A bond; a member that is down is written {@code eth2:down}. */
  public Wiring bond(String name, String... members) {
    StringBuilder told = new StringBuilder("Ethernet Channel Bonding Driver: v6.1\n\n");
    told.append("Bonding Mode: fault-tolerance (active-backup)\nMII Status: up\n");
    for (String member : members) {
      String[] state = member.split(":");
      told.append(
          "\nSlave Interface: %s\nMII Status: %s\n"
              .formatted(state[0], state.length > 1 ? state[1] : "up"));
    }
    List<String> names = Arrays.stream(members).map(m -> m.split(":")[0]).toList();
    on(name, names.toArray(String[]::new));
    host.put(VIRTUAL + "/net/" + name + "/bonding/slaves", String.join(" ", names) + "\n");
    host.put("proc/net/bonding/" + name, told.toString());
    return this;
  }

  public Wiring bridge(String name, String... ports) {
    on(name, ports);
    for (String port : ports) {
      host.put(VIRTUAL + "/net/" + name + "/brif/" + port + "/port_no", "0x1\n");
    }
    return this;
  }

  /** dom0's end of a guest's interface, on a bus of Xen's. */
  public Wiring guestEnd(String name, int domid) {
    String device = "sys/devices/vif-" + domid + "-0";
    host.netInterface(name, device);
    return this;
  }

  public Wiring down(String name) {
    host.put("sys/class/net/" + name + "/operstate", "down\n");
    return this;
  }

  /** A bridge of Open vSwitch with ports of one interface each, or of several: a bond. */
  public Wiring openVSwitch(String name, String... ports) {
    if (!host.exists("sys/module/openvswitch/initstate")) {
      host.put("sys/module/openvswitch/initstate", "live\n");
      on("ovs-system");
    }
    on(name);
    switches.append("    Bridge \"%1$s\"\n".formatted(name));
    port(name, name + "=internal");
    for (String port : ports) {
      port(port.split("=")[0], port.contains("=") ? port : port + "=" + port);
    }
    host.answer("ovs-vsctl --timeout=5 show", switches + "    ovs_version: \"2.17.9\"\n");
    return this;
  }

  private void port(String port, String written) {
    switches.append("        Port %s\n".formatted(port));
    String inside = written.split("=", 2)[1];
    if (inside.equals("internal")) {
      member(port, "type: internal");
    } else if (inside.startsWith("patch:")) {
      member(port, "type: patch", "options: {peer=" + inside.substring(6) + "}");
    } else if (inside.startsWith("tunnel:")) {
      String remote = inside.substring(7);
      member(port, "type: vxlan", "options: {key=flow, remote_ip=\"%s\"}".formatted(remote));
    } else {
      Arrays.stream(inside.split("\\+")).forEach(this::member);
    }
    if (inside.matches("[a-z0-9.+]+") && !inside.equals("internal")) {
      for (String member : inside.split("\\+")) {
        host.link(VIRTUAL + "/net/ovs-system/lower_" + member, "../" + member);
      }
    }
  }

  private void member(String name, String... more) {
    switches.append("            Interface \"%s\"\n".formatted(name));
    for (String line : more) {
      switches.append("                " + line + "\n");
    }
  }

  /** An address and the route to those beside it, or a route: {@code default via 10.0.2.2}. */
  public Wiring ipv4(String device, String... written) {
    for (String entry : written) {
      if (entry.startsWith("default") || entry.contains(" ")) {
        routes.add(entry.replaceFirst("( via [^ ]+)?( |$)", "$1 dev " + device + " "));
      } else {
        String address = entry.split("/")[0];
        String network = address.replaceFirst("[0-9]+$", "0") + "/24";
        routes.add(network + " dev " + device + " proto kernel scope link src " + address + " ");
        routes.add(
            "local %s dev %s table local proto kernel scope host src %1$s "
                .formatted(address, device));
      }
    }
    iproute2();
    host.answer(ROUTES, routes.stream().collect(Collectors.joining("\n", "", "\n")));
    return this;
  }

  /**
   * Rules that come before the usual ones, one in front of the other: {@code from 10.0.9.1 lookup
   * 100}.
   */
  public Wiring rules(String family, String... rules) {
    StringBuilder told = new StringBuilder("0:\tfrom all lookup local\n");
    for (String rule : rules) {
      told.append("100:\t").append(rule).append('\n');
    }
    told.append("32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n");
    iproute2();
    host.answer("ip %s rule show".formatted(family), told.toString());
    return this;
  }

  /** The host has ip(8), which tells only what a test declares. */
  public Wiring iproute2() {
    for (String unasked :
        List.of(
            ROUTES,
            "ip -6 -o route show table all",
            "ip -4 rule show",
            "ip -6 rule show",
            "ip -d -o link show",
            "ip -o link show type team")) {
      host.withoutUndeclaredAnswer(unasked);
    }
    return this;
  }

  /** An address with the route to those beside it ({@code 2001:db8::1}), or {@code default}. */
  public Wiring ipv6(String device, String... written) {
    String any = "0".repeat(32);
    for (String entry : written) {
      if (entry.equals("default")) {
        route6(any, 0, device, 1);
      } else {
        IpAddress address = IpAddress.parse(entry).orElseThrow();
        String digits = "%016x%016x".formatted(address.high(), address.low());
        addresses6.append(
            "%s 02 40 %s 80 %s\n".formatted(digits, address.linkLocal() ? "20" : "00", device));
        route6(digits.substring(0, 16) + "0".repeat(16), 0x40, device, 1);
        route6(digits, 0x80, device, 0x80200001L);
      }
    }
    host.put("proc/net/if_inet6", addresses6.toString());
    host.put("proc/net/ipv6_route", routes6.toString());
    return this;
  }

  private void route6(String network, int bits, String device, long flags) {
    routes6.append(
        "%s %02x %3$s 00 %3$s 00000100 00000001 00000000 %4$08x %5$s\n"
            .formatted(network, bits, "0".repeat(32), flags, device));
  }

  /** Nothing leads anywhere yet. */
  public Wiring withoutRoutes() {
    host.put("proc/net/route", "Iface\tDestination\tGateway\tFlags\n");
    return this;
  }

  public GuideHost host() {
    return host;
  }
}
