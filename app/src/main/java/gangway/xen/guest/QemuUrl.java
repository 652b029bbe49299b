package gangway.xen.guest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A disk that QEMU in dom0 reads from another machine: {@code nbd:10.0.0.1:10809}, {@code
 * iscsi://10.0.0.1/iqn/0}, {@code rbd:pool/image:mon_host=10.0.0.1} (qemu(1), the section on disk
 * images). dom0 carries its data through a NIC, and no block device shows it.
 *
 * @param text without the format that libxl writes before it, and without passwords and keys
 */
public record QemuUrl(String text) {
  /** The formats in the node {@code params} (libxl__device_disk_string_of_format in libxl). */
  private static final Pattern FORMAT = Pattern.compile("^(?:(?:aio|raw|qcow2?|vhd|qed):)+");

  private static final Pattern KNOWN =
      Pattern.compile(
          "(?:nbd|rbd|iscsi|gluster|sheepdog|ssh|nfs|https?|ftps?|vxhs|json)(?:\\+[a-z]+)?:.+",
          Pattern.DOTALL);

  private static final String HOST = "(?:\\[([0-9a-fA-F:.]+)]|([^/:?;@\\\\\\[]+))";

  private static final Pattern NETWORK =
      Pattern.compile("[a-z]+(?:\\+(?!unix)[a-z]+)?://(?:[^/@]*@)?" + HOST + "(?:[:/?].*)?");

  private static final Pattern NBD = Pattern.compile("nbd:(?!unix:)" + HOST + ":.*");

  /** The first of the monitors of a Ceph cluster. */
  private static final Pattern CEPH = Pattern.compile("rbd:[^:]*:(?:.*:)?mon_host=" + HOST + ".*");

  /** The disk in a node of XenStore; empty if it is no such disk. */
  static Optional<QemuUrl> of(String params) {
    String text = FORMAT.matcher(params).replaceFirst("");
    return KNOWN.matcher(text).matches() ? Optional.of(new QemuUrl(open(text))) : Optional.empty();
  }

  private static String open(String text) {
    return text.startsWith("json:")
        ? "json:..."
        : text.replaceFirst("//[^/@]*@", "//").replaceAll(":key=[^:]*", "");
  }

  /** The name or address of the other machine; empty if the text does not tell. */
  public Optional<String> server() {
    for (Pattern form : new Pattern[] {NETWORK, NBD, CEPH}) {
      Matcher match = form.matcher(text);
      if (match.matches()) {
        return Optional.ofNullable(match.group(1)).or(() -> Optional.of(match.group(2)));
      }
    }
    return Optional.empty();
  }
}
