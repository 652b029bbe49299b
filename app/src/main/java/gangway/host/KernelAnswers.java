package gangway.host;

import gangway.host.Unanswered.Subject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files that every kernel of a dom0 has, and their formats.
 *
 * <p>Only files whose loss would hide a use of a function are here. Lines of one word are accepted
 * where no line that matters has one word: copies that were written by hand have them. The formats
 * are those of proc(5), of fs/proc/consoles.c and drivers/input/input.c, and of Documentation/ABI
 * in Linux' sources.
 */
record KernelAnswers(List<Subject> subjects, Presence presence, String line) {
  /** Whether a file can be missing or empty on a host without faults. */
  enum Presence {
    ALWAYS,
    /** Some kernels do not have it. */
    IF_SUPPORTED,
    /** The same, and it can be empty. */
    OR_EMPTY
  }

  KernelAnswers {
    subjects = List.copyOf(subjects);
  }

  private static final String BLOCK = "/sys/class/block/";
  private static final String FUNCTIONS = "/sys/bus/pci/devices/";
  private static final String DEVICES = "/sys/devices/";
  private static final String BONDS = "/proc/net/bonding/";
  private static final Set<String> CONNECTIONS =
      Set.of("/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6");
  private static final String SOCKETS = "/proc/net/";
  private static final String FABRICS = "/sys/devices/virtual/nvme-fabrics/ctl/";
  private static final String NVMET = "/sys/kernel/config/nvmet/subsystems/";
  private static final String GPUS = "/proc/driver/nvidia/gpus/";
  private static final String MOUNTS = "/mountinfo";
  private static final String LOGINS = "/run/systemd/sessions/";

  private static final int PAGE = 4096;

  /** The first bytes of a configuration space, which every user can read. */
  private static final int HEADER_BYTES = 64;

  private static final String MOUNT_LINE = "\\d++ \\d++ \\d++:\\d++ \\S++ \\S++ .*? - \\S++ .*";

  /** Users choose the paths in the file, so only its heading is certain (net/unix/af_unix.c). */
  private static final String UNIX_LINE = ".*";

  private static final String UNIX_HEADING = "Num ";

  private static final Map<String, KernelAnswers> FILES =
      Map.of(
          "/proc/self/mountinfo",
          // it also tells whether a file system can be written
          new KernelAnswers(List.of(Subject.STORAGE, Subject.SPACE), Presence.ALWAYS, MOUNT_LINE),
          "/proc/swaps",
          always(Subject.STORAGE, "\\S+|Filename.*|\\S+\\s.*\\s-?\\d+"),
          "/proc/net/route",
          always(Subject.NETWORK, "\\S+|Iface\\s.*|\\S+(\\s+-?[0-9A-F]+){10}\\s*"),
          "/proc/net/ipv6_route",
          ifSupported(Subject.NETWORK, "[0-9a-f]{32} .*\\s\\S+\\s*"),
          "/proc/net/if_inet6",
          orEmpty(Subject.NETWORK, "[0-9a-f]{32} .*\\s\\S+\\s*"),
          "/proc/net/unix",
          ifSupported(Subject.NETWORK, UNIX_LINE),
          "/proc/consoles",
          always(Subject.CONSOLES, "\\S+|\\S+\\s+\\S{3}\\s.*"),
          "/proc/cmdline",
          // it names the console, and the modules that the kernel refuses to load
          new KernelAnswers(
              List.of(Subject.CONSOLES, Subject.KERNEL), Presence.ALWAYS, "[\\t\\P{Cntrl}]*"),
          "/proc/bus/input/devices",
          always(Subject.CONSOLES, "|[A-Z]: .*"),
          "/proc/sys/kernel/osrelease",
          ifSupported(Subject.KERNEL, "[\\w.+~-]+"));

  /**
   * The list with which pciback was loaded (drivers/xen/xen-pciback/pci_stub.c, {@code
   * pcistub_init}).
   */
  private static final KernelAnswers HIDE_LIST =
      ifSupported(Subject.KERNEL, "\\(null\\)|[\\s()0-9a-fA-F:.*]*");

  private static final String PCIBACK = "/sys/bus/pci/drivers/pciback/";
  private static final String ADDRESS_LINE = "[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]";

  /** What functions share, memory pages and interrupt lines; and the lists of pciback. */
  private static final Map<String, KernelAnswers> OF_FUNCTIONS =
      Map.of(
          "/proc/iomem",
          always(Subject.FUNCTION, "\\s*[0-9a-f]+-[0-9a-f]+ : .*"),
          "/proc/interrupts",
          always(Subject.FUNCTION, "[\\w\\s]+|\\s*\\w+:.*"),
          "/sys/module/xen_pciback/parameters/hide",
          HIDE_LIST,
          "/sys/module/pciback/parameters/hide",
          HIDE_LIST,
          PCIBACK + "slots",
          orEmpty(Subject.KERNEL, ADDRESS_LINE),
          PCIBACK + "permissive",
          orEmpty(Subject.FUNCTION, ADDRESS_LINE));

  /** The state of the parts of a bond (drivers/net/bonding/bond_procfs.c). */
  private static final KernelAnswers BOND = ifSupported(Subject.NETWORK, "[\\t\\P{Cntrl}]*");

  /**
   * The sockets of TCP and UDP (net/ipv4/tcp_ipv4.c, net/ipv4/udp.c, net/ipv6/tcp_ipv6.c,
   * net/ipv6/udp.c).
   */
  private static final KernelAnswers CONNECTION =
      ifSupported(
          Subject.NETWORK,
          "\\s*sl\\s.*|\\s*\\d+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:[0-9A-F]{4} [0-9A-F]{2}"
              + "( \\S+){2} \\S+\\s+\\d+\\s+\\d+ \\d+.*");

  /** The sessions of systemd-logind, which sd-login reads (src/login/logind-session.c). */
  private static final KernelAnswers LOGIN = ifSupported(Subject.NETWORK, "#.*|[A-Z_0-9]+=.*");

  private static final String NODE_LINE = "\\w+=.*";
  private static final String NUMBER_LINE = "\\d+:\\d+";

  /** The compiled patterns of the files that were read. */
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  /**
   * The mounts that another process sees; none of a process that has ended, and of one whose root
   * is a folder below a mount point.
   */
  private static final KernelAnswers MOUNTS_OF_A_PROCESS = orEmpty(Subject.STORAGE, MOUNT_LINE);

  /** What a zram writes back to (Documentation/admin-guide/blockdev/zram.rst). */
  private static final KernelAnswers BACKING = ifSupported(Subject.STORAGE, "none|/.*");

  /** What nvmet serves (drivers/nvme/target/configfs.c). */
  private static final KernelAnswers SERVED = ifSupported(Subject.STORAGE, "\\(null\\)|/.*");

  /** The connection of an NVMe controller (drivers/nvme/host/fabrics.c). */
  private static final KernelAnswers FABRIC = orEmpty(Subject.STORAGE, "\\w+=[^,]*(,\\w+=[^,]*)*");

  /** What NVIDIA's own driver tells about a GPU. */
  private static final KernelAnswers GPU = ifSupported(Subject.FUNCTION, "[A-Za-z][\\w ]*:.*");

  private static final KernelAnswers NUMBER = always(Subject.STORAGE, NUMBER_LINE);
  private static final KernelAnswers BOOT_VGA = always(Subject.CONSOLES, "[01]");
  private static final KernelAnswers DEVICE_NODE = always(Subject.FUNCTION, NODE_LINE);

  private static KernelAnswers always(Subject subject, String line) {
    return new KernelAnswers(List.of(subject), Presence.ALWAYS, line);
  }

  private static KernelAnswers ifSupported(Subject subject, String line) {
    return new KernelAnswers(List.of(subject), Presence.IF_SUPPORTED, line);
  }

  private static KernelAnswers orEmpty(Subject subject, String line) {
    return new KernelAnswers(List.of(subject), Presence.OR_EMPTY, line);
  }

  /** Whether every kernel has the file. */
  boolean always() {
    return presence == Presence.ALWAYS;
  }

  /** What a file has to be like; empty if nothing is known about the file. */
  static Optional<KernelAnswers> of(Path file) {
    // called for every file of a host: parts of a Path would be too slow
    String path = file.toString();
    if (path.startsWith(FUNCTIONS)) {
      return path.endsWith("/boot_vga") ? Optional.of(BOOT_VGA) : Optional.empty();
    } else if (path.startsWith(BLOCK)) {
      return path.endsWith("/dev")
          ? Optional.of(NUMBER)
          : path.endsWith("/backing_dev") ? Optional.of(BACKING) : Optional.empty();
    } else if (path.startsWith(DEVICES)) {
      return path.endsWith("/uevent")
          ? Optional.of(DEVICE_NODE)
          : path.startsWith(FABRICS) && path.endsWith("/address")
              ? Optional.of(FABRIC)
              : Optional.empty();
    }
    if (path.startsWith(BONDS)) {
      return Optional.of(BOND);
    } else if (path.startsWith(SOCKETS) && CONNECTIONS.contains(path)) {
      return Optional.of(CONNECTION);
    } else if (path.startsWith(LOGINS)) {
      return Optional.of(LOGIN);
    } else if (path.startsWith(NVMET) && path.endsWith("/device_path")) {
      return Optional.of(SERVED);
    } else if (path.startsWith(GPUS)) {
      return Optional.of(GPU);
    } else if (path.endsWith(MOUNTS) && !FILES.containsKey(path)) {
      return Optional.of(MOUNTS_OF_A_PROCESS);
    }
    return Optional.ofNullable(FILES.get(path))
        .or(() -> Optional.ofNullable(OF_FUNCTIONS.get(path)));
  }

  /**
   * What is wrong with the content of the file; empty if nothing is. Some copies of sysfs fill up
   * their files with NUL.
   */
  Optional<String> flaw(byte[] bytes) {
    if (line.equals(NUMBER_LINE) && isNumber(bytes)) {
      return Optional.empty();
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) {
      text = text.replaceFirst("\0+$", "");
    }
    if (text.isBlank()) {
      return presence == Presence.OR_EMPTY ? Optional.empty() : Optional.of("is empty");
    }
    if (line.equals(UNIX_LINE) && !text.startsWith(UNIX_HEADING)) {
      return Optional.of("has an unknown format");
    }
    boolean ended = text.endsWith("\n");
    // the kernel itself cuts off a list of addresses after a page
    boolean whole = ended || (line.equals(ADDRESS_LINE) && bytes.length >= PAGE - 1);
    List<String> lines = text.lines().toList();
    List<String> complete = ended ? lines : lines.subList(0, lines.size() - 1);
    boolean known =
        (line.equals(MOUNT_LINE) && complete.stream().allMatch(KernelAnswers::isMount))
            || matches(complete);
    return whole && known ? Optional.empty() : Optional.of("is cut off or has an unknown format");
  }

  private boolean matches(List<String> lines) {
    // compiled only where a file is read, because every start of the program pays for it
    Pattern expected = PATTERNS.computeIfAbsent(line, KernelAnswers::compiled);
    return lines.stream().allMatch(each -> expected.matcher(each).matches())
        && (!line.equals(NODE_LINE)
            || lines.stream().anyMatch(each -> each.startsWith("DEVNAME=")));
  }

  /**
   * Whether a line is certainly that of a mount. A host has hundreds of mounts, and the regular
   * expression, which decides if a line is not certain, takes several times as long.
   */
  private static boolean isMount(String text) {
    if (text.indexOf('\t') >= 0 || text.indexOf('\f') >= 0 || text.indexOf('\u000b') >= 0) {
      return false;
    }
    int id = digits(text, 0);
    int parent = digits(text, id + 1);
    int major = digits(text, parent + 1);
    int minor = digits(text, major + 1);
    int root = text.indexOf(' ', minor + 1);
    int place = text.indexOf(' ', root + 1);
    int dash = text.indexOf(" - ", place + 1);
    int type = text.indexOf(' ', dash + 3);
    return is(text, 0, id, ' ')
        && is(text, id + 1, parent, ' ')
        && is(text, parent + 1, major, ':')
        && is(text, major + 1, minor, ' ')
        && root > minor + 1
        && place > root + 1
        && dash > place
        && type > dash + 3;
  }

  /** Whether a part of a line is not empty, and this character follows the part. */
  private static boolean is(String text, int from, int end, char next) {
    return end > from && end < text.length() && text.charAt(end) == next;
  }

  /** The end of the digits. */
  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static Pattern compiled(String line) {
    return Pattern.compile(line, Pattern.DOTALL);
  }

  /**
   * Whether the bytes are the only line of a file {@code dev}. Every block device has such a file,
   * and a regular expression would take ten times as long.
   */
  private static boolean isNumber(byte[] bytes) {
    int colon = digits(bytes, 0);
    if (colon == 0 || colon == bytes.length || bytes[colon] != ':') {
      return false;
    }
    int end = digits(bytes, colon + 1);
    return end > colon + 1 && end == bytes.length - 1 && bytes[end] == '\n';
  }

  /** The end of the digits. */
  private static int digits(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
      end++;
    }
    return end;
  }

  /** Whether a file is a configuration space that is too short to be one. */
  static boolean shortConfiguration(Path file, byte[] bytes) {
    String path = file.toString();
    return bytes.length < HEADER_BYTES && path.startsWith(FUNCTIONS) && path.endsWith("/config");
  }
}
