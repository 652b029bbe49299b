package gangway.machine.capture;

import gangway.Problem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes private data from a capture: secrets always, network addresses on request.
 *
 * <p>Addresses are replaced in all texts and paths, except in those that can contain a version,
 * because a version ({@code 4.17.5.1}) looks like an address. Equal addresses get equal
 * replacements, so a path in one text is still the path of a file.
 */
public final class CapturePrivacy {
  /** Files with versions of the hypervisor, the kernel, modules and programs, and no addresses. */
  private static final List<String> VERSIONS =
      List.of(
          "/sys/hypervisor/",
          "/sys/module/",
          "/proc/version",
          "/proc/sys/kernel/osrelease",
          "/proc/sys/kernel/version",
          "/lib/modules/",
          "/usr/",
          "/etc/os-release");

  /** Commands that tell versions and no addresses. */
  private static final Set<String> VERSION_COMMANDS =
      Set.of("modprobe", "lsinitramfs", "update-initramfs", "uname");

  /** The commands of xl about the hypervisor and not about guests. */
  private static final Set<String> OF_XEN = Set.of("info", "dmesg");

  /**
   * Files whose lines look like settings with secrets but have none: {@code B: KEY=…} is a bitmap
   * of the keys of a keyboard (drivers/input/input.c in Linux), and /etc/crypttab names the files
   * of keys ({@code /root.key:UUID=AB-12}). The bytes of a configuration space are no text: some
   * can look like a setting, and the search would take most of the time on a host with thousands of
   * functions.
   */
  private static final Pattern WITHOUT_SECRETS =
      Pattern.compile(
          "/proc/bus/input/devices|/sys/.*/input\\d+/(?:uevent|capabilities/key)|/etc/crypttab"
              + "|/sys/bus/pci/devices/[^/]+/config");

  /** The folder of definitions for xl. */
  private static final String DEFINITIONS = "/etc/xen/";

  /** A file with a private key has lines that belong together. */
  private static final String PRIVATE_KEY = "-----BEGIN";

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

  /**
   * The content of a file without its secrets, for people; empty if the whole file is secret.
   *
   * @param text what the file contains, or has contained
   */
  public static Optional<String> shown(Path file, String text) {
    return ForbiddenPaths.secret(file)
        ? Optional.empty()
        : Optional.of(withoutSecrets(file.toString(), text));
  }

  /** The content of a file. */
  String file(Path file, String text) {
    String path = file.toString();
    String safe = withoutSecrets(path, text);
    if (masking.isEmpty()) {
      return safe;
    }
    if (path.matches("/proc/(self/|1/)?net/[^/]+")) {
      return masking.get().proc(path, safe);
    }
    return withVersions(path) ? masking.get().hardware(safe) : masking.get().network(safe);
  }

  private static String withoutSecrets(String path, String text) {
    if (WITHOUT_SECRETS.matcher(path).matches()) {
      return text;
    }
    if (Redaction.secret(name(path)) && !text.isBlank()) {
      return Redaction.GONE;
    }
    return path.startsWith(DEFINITIONS) && !text.contains(PRIVATE_KEY)
        ? Redaction.ofLines(text)
        : Redaction.of(text);
  }

  /** A path: each of its names is masked as in {@link #names}. */
  String path(String path) {
    return masking.isPresent() && !withVersions(path) ? eachName(path) : path;
  }

  /** The names in a folder, separated by {@code /}. */
  String names(String folder, String names) {
    return masking.isPresent() && !withVersions(folder + "/") ? eachName(names) : names;
  }

  private String eachName(String names) {
    return Stream.of(names.split("/", -1))
        .map(name -> masking.map(mask -> mask.network(name)).orElse(name))
        .collect(Collectors.joining("/"));
  }

  /** The value of a node of XenStore. */
  String node(String path, String value) {
    if (Redaction.secret(name(path)) && !value.isEmpty()) {
      return Redaction.GONE;
    }
    String safe = Redaction.of(value);
    return masking.map(mask -> mask.network(safe)).orElse(safe);
  }

  /** The words of a command. */
  List<String> words(List<String> command) {
    return command.stream().map(word -> masked(command, Redaction.of(word))).toList();
  }

  /** The output of a command. */
  String told(List<String> command, String text) {
    return masked(command, Redaction.of(text));
  }

  private String masked(List<String> command, String text) {
    return masking
        .map(mask -> withVersions(command) ? mask.hardware(text) : mask.network(text))
        .orElse(text);
  }

  /** The reason of a refusal, which can name a path. */
  Refusal refusal(Problem problem) {
    Refusal complete = Refusal.of(problem);
    Refusal refusal =
        new Refusal(Redaction.of(complete.blocker()), Redaction.of(complete.remedy()));
    return masking
        .map(mask -> new Refusal(mask.network(refusal.blocker()), mask.network(refusal.remedy())))
        .orElse(refusal);
  }

  /** Addresses and ports. */
  String connection(String text) {
    return masking.map(mask -> mask.network(text)).orElse(text);
  }

  private static boolean withVersions(String path) {
    return VERSIONS.stream().anyMatch(path::startsWith);
  }

  private static boolean withVersions(List<String> command) {
    return VERSION_COMMANDS.contains(command.getFirst())
        || (command.getFirst().equals("xl")
            && command.size() > 1
            && OF_XEN.contains(command.get(1)));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
