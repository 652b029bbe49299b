package gangway.xen.guest;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A disk that QEMU in dom0 reads from another machine: {@code nbd:10.0.0.1:10809}, {@code
 * iscsi://10.0.0.1/iqn/0}, {@code rbd:pool/image:mon_host=10.0.0.1} (qemu(1), the section on disk
 * images). dom0 carries its data through a NIC, and no block device shows it.
 *
 * @param text without the format that libxl writes before it, and without everything that can be a
 *     password or a key: it can be printed
 */
public record QemuUrl(String text) {
  /** The formats in the node {@code params} (libxl__device_disk_string_of_format in libxl). */
  private static final Pattern FORMAT = Pattern.compile("^(?:(?:aio|raw|qcow2?|vhd|qed)?:)+");

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

  /** The options of a Ceph image that name no secret (block/rbd.c in QEMU). */
  private static final Set<String> HARMLESS = Set.of("id", "conf", "mon_host");

  /** The parts of such a name; a colon after a backslash belongs to a value. */
  private static final Pattern CEPH_PARTS = Pattern.compile("(?<!\\\\):");

  /** A question mark or number sign before the user's end can be part of a password. */
  private static final Pattern AMBIGUOUS = Pattern.compile("://[^/@]*[?#][^/]*@");

  /** The server in QEMU's JSON: {@code "host": "a"}, {@code "file.server.host"}, {@code portal}. */
  private static final Pattern JSON_HOST =
      Pattern.compile(
          "\"(?:[\\w.-]+\\.)?(?:host|portal)\"\\s*:\\s*\""
              + "(?:\\[([0-9a-fA-F:.]+)]|([0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*)|([\\w.-]+))"
              + "(?::\\d+)?\"");

  private static final Pattern JSON_SERVER = Pattern.compile("json:\\{\"host\":\"([^\"]+)\"}");

  /** The disk in a node of XenStore or in a definition; empty if it is no such disk. */
  public static Optional<QemuUrl> of(String params) {
    String text = withoutFormat(params);
    return KNOWN.matcher(text).matches() ? Optional.of(new QemuUrl(open(text))) : Optional.empty();
  }

  /** The text after the format; empty for a drive without a medium. */
  static String withoutFormat(String params) {
    return FORMAT.matcher(params.strip()).replaceFirst("");
  }

  /** Keeps only what is known to be harmless, because any other part can be a secret. */
  private static String open(String text) {
    if (text.startsWith("json:")) {
      Matcher host = JSON_HOST.matcher(text);
      return host.find()
          ? "json:{\"host\":\"%s\"}"
              .formatted(
                  Stream.of(1, 2, 3)
                      .flatMap(group -> Optional.ofNullable(host.group(group)).stream())
                      .findFirst()
                      .orElse(""))
          : "json:...";
    }
    if (text.startsWith("rbd:")) {
      return CEPH_PARTS
          .splitAsStream(text.substring("rbd:".length()))
          .filter(part -> !part.contains("=") || HARMLESS.contains(part.split("=", 2)[0]))
          .collect(Collectors.joining(":", "rbd:", ""));
    }
    if (AMBIGUOUS.matcher(text).find()) {
      return text.substring(0, text.indexOf(':')) + ":...";
    }
    String query = text.replaceFirst("(?s)^[^?]*\\??", "");
    String socket =
        Stream.of(query.split("[&#]"))
            .filter(part -> part.startsWith("socket="))
            .findFirst()
            .map(part -> "?" + part)
            .orElse("");
    return text.replaceFirst("(?s)[?#].*", "").replaceFirst("://[^/]*@", "://") + socket;
  }

  /** The name or address of the other machine; empty if the text does not tell. */
  public Optional<String> server() {
    Matcher json = JSON_SERVER.matcher(text);
    if (json.matches()) {
      return Optional.of(json.group(1));
    }
    for (Pattern form : new Pattern[] {NETWORK, NBD, CEPH}) {
      Matcher match = form.matcher(text);
      if (match.matches()) {
        return Optional.ofNullable(match.group(1)).or(() -> Optional.of(match.group(2)));
      }
    }
    return Optional.empty();
  }
}
