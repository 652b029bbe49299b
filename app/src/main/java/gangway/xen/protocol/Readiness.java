package gangway.xen.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A setting that a PV guest needs at its start for hot-plug. */
public enum Readiness {
  /** {@code passthrough}: Xen sets up the guest's IOMMU context only when it creates the guest. */
  PASSTHROUGH("passthrough"),
  /** The host's memory map with its holes, where the memory of functions is. */
  MEMORY_MAP("e820_host"),
  /** {@code iommu=soft}: bounce buffers that devices can reach. */
  BOUNCE_BUFFERS("iommu=soft on its kernel's command line");

  private static final String BOUNCING = "iommu=soft";

  private final String words;

  Readiness(String words) {
    this.words = words;
  }

  /**
   * Whether a kernel's command line has {@code soft} among the words of {@code iommu=}. The kernel
   * reads parameters up to the word {@code --}, and quotes as part of one word (lib/cmdline.c,
   * {@code next_arg}; kernel/params.c, {@code parse_args}).
   */
  public static boolean bounces(String arguments) {
    return words(parameters(arguments)).stream()
        .map(word -> arguments.substring(word.start(), word.end()).replace("\"", ""))
        .filter(word -> word.startsWith("iommu="))
        .flatMap(word -> Stream.of(word.substring("iommu=".length()).split(",")))
        .anyMatch("soft"::equals);
  }

  /** The command line with {@code iommu=soft} among the kernel's parameters. */
  public static String bouncing(String arguments) {
    if (bounces(arguments)) {
      return arguments;
    }
    String parameters = parameters(arguments);
    String rest = arguments.substring(parameters.length());
    String behind = (parameters.strip() + " " + BOUNCING).strip();
    // behind a quote that is not closed, it would belong to the quoted word
    String with = bounces(behind) ? behind : BOUNCING + " " + parameters.strip();
    return rest.isEmpty() ? with : with + " " + rest;
  }

  /** The part of a command line before the arguments of init. */
  private static String parameters(String arguments) {
    return words(arguments).stream()
        .filter(word -> arguments.substring(word.start(), word.end()).equals("--"))
        .findFirst()
        .map(word -> arguments.substring(0, word.start()))
        .orElse(arguments);
  }

  /** The position of a word. */
  private record Word(int start, int end) {}

  /** The words of a command line; blanks in quotes belong to their word. */
  private static List<Word> words(String arguments) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    boolean quoted = false;
    for (int at = 0; at <= arguments.length(); at++) {
      boolean blank =
          at == arguments.length() || (!quoted && Character.isWhitespace(arguments.charAt(at)));
      if (blank && start >= 0) {
        words.add(new Word(start, at));
        start = -1;
      } else if (!blank) {
        quoted ^= arguments.charAt(at) == '"';
        start = start < 0 ? at : start;
      }
    }
    return words;
  }

  @Override
  public String toString() {
    return words;
  }
}
