package gangway.machine.capture;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Removes private data from a capture: secrets always, network addresses on request.
 *
 * <p>Addresses are replaced only in files and outputs about networks; elsewhere a version ({@code
 * 4.17.5.1}) or a time looks like an address.
 */
public final class CapturePrivacy {
  private static final List<String> NETWORK_FOLDERS =
      List.of(
          "/proc/net/",
          "/proc/self/net/",
          "/proc/1/net/",
          "/proc/fs/nfs",
          "/sys/class/net/",
          "/sys/class/iscsi",
          "/sys/firmware/ibft",
          "/etc/xen",
          "/etc/libvirt",
          "/etc/network",
          "/etc/netplan",
          "/etc/sysconfig/network",
          "/etc/systemd/network",
          "/etc/iscsi",
          "/etc/openvswitch",
          "/var/lib/gangway",
          "/var/lib/xen",
          "/var/lib/libvirt",
          "/var/lib/iscsi",
          "/run/systemd/netif",
          "/run/net");

  private static final Set<String> NETWORK_FILES =
      Set.of(
          "/proc/mounts",
          "/proc/self/mounts",
          "/proc/cmdline",
          "/etc/fstab",
          "/etc/hosts",
          "/etc/default/grub");

  /** Names keys, and contains none: {@code /root.key:UUID=AB-12}. */
  private static final String CRYPTTAB = "/etc/crypttab";

  /** The mounts in the namespace of a process. */
  private static final Pattern MOUNTS = Pattern.compile("/proc/(self|[0-9]+)/mountinfo");

  private static final Set<String> NETWORK_COMMANDS =
      Set.of(
          "ip",
          "bridge",
          "brctl",
          "ss",
          "nmcli",
          "networkctl",
          "virsh",
          "findmnt",
          "iscsiadm",
          "wg",
          "ovs-vsctl",
          "ovs-ofctl",
          "ovs-dpctl",
          "ovs-appctl",
          "xenstore-ls");

  /** The commands of xl about the hypervisor and not about guests. */
  private static final Set<String> OF_XEN = Set.of("info", "dmesg");

  private static final int KEY_BYTES = 32;

  private final Optional<AddressMasker> masking;

  private CapturePrivacy(Optional<AddressMasker> masking) {
    this.masking = masking;
  }

  /** Removes secrets. */
  public static CapturePrivacy usual() {
    return new CapturePrivacy(Optional.empty());
  }

  /** Removes secrets and replaces addresses; the key of the replacement is not stored. */
  public static CapturePrivacy masking() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return masking(key);
  }

  static CapturePrivacy masking(byte[] key) {
    return new CapturePrivacy(Optional.of(new AddressMasker(new PrefixPreservingMask(key))));
  }

  /** The content of a file. */
  String file(Path file, String text) {
    String path = file.toString();
    if (Redaction.secret(name(path)) && !text.isBlank()) {
      return Redaction.GONE;
    }
    String safe = path.equals(CRYPTTAB) ? text : Redaction.of(text);
    if (masking.isEmpty()) {
      return safe;
    }
    if (path.matches("/proc/(self/|1/)?net/[^/]+")) {
      return masking.get().proc(path, safe);
    }
    return ofNetworks(path) ? masking.get().network(safe) : masking.get().hardware(safe);
  }

  /** A path, or names in one. */
  String path(String path) {
    return names(path, path);
  }

  String names(String folder, String names) {
    return masking.isPresent() && ofNetworks(folder) ? masking.get().network(names) : names;
  }

  /** The value of a node of XenStore. */
  String node(String path, String value) {
    if (Redaction.secret(name(path)) && !value.isEmpty()) {
      return Redaction.GONE;
    }
    String safe = Redaction.of(value);
    return masking.map(mask -> mask.network(safe)).orElse(safe);
  }

  List<String> words(List<String> command) {
    return masking
        .filter(_ -> ofNetworks(command))
        .map(mask -> command.stream().map(mask::network).toList())
        .orElse(command);
  }

  /** The output of a command. */
  String told(List<String> command, String text) {
    String safe = Redaction.of(text);
    return masking
        .map(mask -> ofNetworks(command) ? mask.network(safe) : mask.hardware(safe))
        .orElse(safe);
  }

  /** Addresses and ports. */
  String connection(String text) {
    return masking.map(mask -> mask.network(text)).orElse(text);
  }

  private static boolean ofNetworks(String path) {
    return NETWORK_FILES.contains(path)
        || MOUNTS.matcher(path).matches()
        || (path.startsWith("/sys/devices/") && path.contains("/net/"))
        || NETWORK_FOLDERS.stream().anyMatch(path::startsWith);
  }

  private static boolean ofNetworks(List<String> command) {
    return NETWORK_COMMANDS.contains(command.getFirst())
        || (command.getFirst().equals("xl")
            && command.size() > 1
            && !OF_XEN.contains(command.get(1)));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
