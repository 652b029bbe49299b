package gangway.knowledge;

import gangway.Problem;
import gangway.machine.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the answer of a machine to one question is lost or damaged. */
enum Loss {
  /** EIO, EACCES, or a command that does not end in time. */
  UNREADABLE,
  /** A file, folder or link that the kernel always has is not there. */
  ABSENT,
  /** A file of the kernel is empty, or a command prints nothing and ends with exit code 0. */
  EMPTY,
  /** A file of the kernel has an unknown format. */
  GARBAGE,
  /** The last line of a file of the kernel is cut in the middle. */
  CUT,
  /** The command ends with exit code 1. */
  FAILED,
  /** The second half of a command's lines is missing. */
  HALF;

  private static final byte[] NOISE = "\u0001?=: 7fz,\n".getBytes(StandardCharsets.UTF_8);

  /**
   * What the kernel has for the whole host, and for every device of a kind (Documentation/ABI). Bus
   * numbers of bridges are in configuration space too.
   */
  private static final Pattern ALWAYS =
      Pattern.compile(
          "/proc/(self/mountinfo|swaps|cmdline|consoles|bus/input/devices|net/route|net/tcp6?"
              + "|xen/capabilities|iomem|interrupts)"
              + "|/sys/hypervisor/(type|version/.*)"
              + "|/sys/class/(block|net|graphics)"
              + "|/sys/class/block/[^/]+/(dev|slaves|holders|dm/name|dm/uuid|md/level|md/raid_disks"
              + "|loop/backing_file|device/state)"
              + "|/sys/class/net/[^/]+/operstate"
              + "|/sys/class/graphics/fb\\d+/name"
              + "|/sys/bus/pci/devices"
              + "|/sys/bus/pci/devices/[^/]+/(uevent|class|vendor|device|config|resource"
              + "|irq|secondary_bus_number|subordinate_bus_number|boot_vga)"
              + "|/sys/devices/.*/uevent"
              + "|/sys/.*/address");

  /** A session of iSCSI that is bound to no interface. */
  private static final Pattern EMPTY_IF_UNBOUND =
      Pattern.compile("/sys/class/iscsi_host/[^/]+/netdev");

  /**
   * What can be empty on a host without faults: the addresses of IPv6 where a sysctl switches IPv6
   * off; the lists of pciback after {@code gangway unhide}, and if no guest was permissive.
   */
  private static final List<String> CAN_BE_EMPTY =
      List.of(
          "/proc/net/if_inet6",
          "/sys/bus/pci/drivers/pciback/slots",
          "/sys/bus/pci/drivers/pciback/permissive");

  /**
   * What nothing distinguishes from the answer of another host without faults: Xen's ring buffer
   * loses the first lines, and a host can have fewer routes.
   */
  private static final Pattern SHORTER = Pattern.compile("xl dmesg|ip .* route .*");

  /**
   * The kernel has all of these files in a function's folder, but many copies of hosts leave out
   * some: nothing distinguishes the loss of one from a copy that never had it.
   */
  private static final List<String> ALL_OR_NONE = List.of("config", "resource", "irq");

  /** The same for the folder of a bridge. */
  private static final List<String> ALL_OR_NONE_OF_A_BRIDGE =
      List.of("secondary_bus_number", "subordinate_bus_number");

  /**
   * Whether it can happen to the answer to a question, and differs from an answer of a host without
   * faults.
   *
   * @param answers all answers of the host
   */
  boolean suits(Question question, Object answer, Map<Question, Object> answers) {
    return suits(question, answer) && (this != ABSENT || isInAWholeFolder(question, answers));
  }

  private static boolean isInAWholeFolder(Question question, Map<Question, Object> answers) {
    Path file = Path.of(question.about());
    Path name = file.getFileName();
    for (List<String> together : List.of(ALL_OR_NONE, ALL_OR_NONE_OF_A_BRIDGE)) {
      if (name != null && together.contains(name.toString())) {
        Object names = answers.get(new Question("list", String.valueOf(file.getParent())));
        return names instanceof List<?> folder && folder.containsAll(together);
      }
    }
    return true;
  }

  private boolean suits(Question question, Object answer) {
    boolean kernel = question.about().startsWith("/proc") || question.about().startsWith("/sys");
    return switch (this) {
      case UNREADABLE -> true;
      case ABSENT -> told(answer) && ALWAYS.matcher(question.about()).matches();
      case EMPTY ->
          (kernel
                  && content(answer).length > 0
                  && !CAN_BE_EMPTY.contains(question.about())
                  && !EMPTY_IF_UNBOUND.matcher(question.about()).matches())
              || output(answer).isPresent();
      case GARBAGE -> kernel && content(answer).length > 0;
      case CUT -> kernel && content(answer).length > 1;
      case FAILED -> output(answer).isPresent();
      case HALF ->
          output(answer).filter(out -> out.lines().count() > 1).isPresent()
              && !SHORTER.matcher(question.about()).matches();
    };
  }

  /** The damaged answer. */
  Object applied(Question question, Object answer) {
    return switch (this) {
      case UNREADABLE -> throw Problem.refused(question.about() + " cannot be read", "repair it");
      case ABSENT ->
          switch (answer) {
            case List<?> _ -> List.of();
            case Boolean _ -> false;
            default -> Optional.empty();
          };
      case EMPTY -> output(answer).isPresent() ? printed("") : Optional.of(new byte[0]);
      case GARBAGE -> Optional.of(NOISE);
      case CUT -> Optional.of(cut(content(answer)));
      case FAILED -> Optional.of(new Result(1, "", "it failed"));
      case HALF -> printed(half(output(answer).orElseThrow()));
    };
  }

  private static Optional<Result> printed(String out) {
    return Optional.of(new Result(0, out, ""));
  }

  private static String half(String text) {
    List<String> lines = text.lines().toList();
    return lines.stream()
        .limit(lines.size() / 2)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static byte[] cut(byte[] content) {
    int start = content.length - 1;
    while (start > 0 && content[start - 1] != '\n') {
      start--;
    }
    return Arrays.copyOf(content, start + (content.length - start) / 2);
  }

  private static boolean told(Object answer) {
    return !answer.equals(Optional.empty()) && !answer.equals(List.of()) && !answer.equals(false);
  }

  private static byte[] content(Object answer) {
    return answer instanceof Optional<?> some && some.isPresent() && some.get() instanceof byte[] is
        ? is
        : new byte[0];
  }

  private static Optional<String> output(Object answer) {
    return answer instanceof Optional<?> some
            && some.isPresent()
            && some.get() instanceof Result result
            && result.ok()
        ? Optional.of(result.out())
        : Optional.empty();
  }
}
