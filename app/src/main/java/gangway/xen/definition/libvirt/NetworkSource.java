package gangway.xen.definition.libvirt;

import gangway.xen.definition.OtherDisk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * The source of a disk that is no device or file of dom0: {@code <source protocol='rbd'
 * name='pool/image'><host name='10.0.0.1'/></source>}, or a volume of a storage pool
 * (formatdomain.html in libvirt's documentation).
 */
final class NetworkSource {
  private static final String POOL = "storage pool of libvirt";

  private NetworkSource() {}

  static Optional<OtherDisk> of(Element disk) {
    return Children.first(disk, "source").flatMap(source -> of(disk, source));
  }

  private static Optional<OtherDisk> of(Element disk, Element source) {
    return switch (disk.getAttribute("type")) {
      case "network" -> Optional.of(new OtherDisk(url(disk, source), ""));
      case "volume" ->
          Optional.of(
              new OtherDisk(
                  source.getAttribute("pool") + "/" + source.getAttribute("volume"), POOL));
      default -> Optional.empty();
    };
  }

  /** QEMU's URL, for Ceph as libvirt itself writes it (libxlMakeNetworkDiskSrcStr). */
  private static String url(Element disk, Element source) {
    String protocol = source.getAttribute("protocol");
    String name = source.getAttribute("name");
    boolean ceph = protocol.equals("rbd");
    List<String> hosts =
        Children.of(source, "host")
            .filter(host -> !host.getAttribute("transport").equals("unix"))
            .map(host -> address(host, ceph ? "\\:" : ":"))
            .toList();
    if (ceph) {
      String monitors = String.join("\\;", hosts);
      String user =
          Stream.of(disk, source)
              .flatMap(parent -> Children.of(parent, "auth"))
              .map(auth -> ":id=" + auth.getAttribute("username"))
              .findFirst()
              .orElse("");
      return "rbd:" + name + user + (hosts.isEmpty() ? "" : ":mon_host=" + monitors);
    }
    return hosts.isEmpty()
        ? protocol + "+unix:///" + name
        : protocol + "://" + hosts.getFirst() + "/" + name;
  }

  private static String address(Element host, String separator) {
    String name = host.getAttribute("name");
    String port = host.getAttribute("port");
    return (name.contains(":") ? "[" + name + "]" : name)
        + (port.isEmpty() ? "" : separator + port);
  }
}
