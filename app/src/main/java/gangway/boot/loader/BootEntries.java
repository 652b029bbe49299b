package gangway.boot.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a generated {@code grub.cfg}, with its entries that boot Xen, as {@code
 * /etc/grub.d/20_linux_xen} writes them: a line for Xen, then a line that loads the kernel of dom0
 * with its command line, then a line for the initramfs.
 *
 * <p>Recovery entries do not get the settings that other entries get, so that they can boot the
 * host with all its devices.
 */
public record BootEntries(String text) {
  private static final Pattern ENTRY =
      Pattern.compile("\\s*menuentry\\s.*--class xen\\s.*'(?<id>xen-gnulinux-[^']*)'\\s*\\{\\s*");

  private static final Pattern KERNEL =
      Pattern.compile("\\s*(?:module|module2|xen_module)\\s+(?!--)\\S+\\s+(?<arguments>.*)");

  private static final Pattern XEN = Pattern.compile("\\s*(?:multiboot2?|xen_hypervisor)\\s.*");

  /** What follows the settings in entries for other init programs. */
  private static final Pattern INIT = Pattern.compile(" init=\\S+$");

  /** A line that loads the kernel of dom0; its number, from 0. */
  private record KernelLine(int number, String text) {
    String arguments() {
      Matcher match = KERNEL.matcher(text);
      return match.matches() ? match.group("arguments") : "";
    }
  }

  /** The number of entries that boot Xen, without recovery entries. */
  public int count() {
    return kernels().size();
  }

  /** The command lines of dom0's kernel in these entries. */
  public List<String> commandLines() {
    return kernels().stream().map(KernelLine::arguments).toList();
  }

  /** The length of the longest command line, in characters. */
  public OptionalInt longest() {
    return commandLines().stream().mapToInt(String::length).max();
  }

  /**
   * The whole text as it is when the settings of these entries end in a parameter.
   *
   * @param name the parameter's name; a parameter with this name is replaced where it is
   * @param word the whole parameter; empty to take it away
   */
  public BootEntries with(String name, Optional<String> word) {
    List<String> lines = lines();
    for (KernelLine kernel : kernels()) {
      lines.set(kernel.number(), changed(kernel.text(), name, word));
    }
    return new BootEntries(String.join("\n", lines));
  }

  private static String changed(String line, String name, Optional<String> word) {
    String added = word.map(text -> " " + text).orElse("");
    Matcher there = Pattern.compile(" " + Pattern.quote(name) + "=\\S*").matcher(line);
    if (there.find()) {
      return line.substring(0, there.start()) + added + line.substring(there.end());
    }
    Matcher init = INIT.matcher(line);
    int end = init.find() ? init.start() : line.length();
    return line.substring(0, end) + added + line.substring(end);
  }

  /**
   * The first entry for a kernel, alone: the text from its line {@code menuentry} to its brace.
   *
   * @param file the name of the kernel's file: {@code vmlinuz-6.1.0-37-amd64}
   */
  public Optional<BootEntries> ofKernel(String file) {
    List<String> lines = lines();
    return kernels().stream()
        .filter(kernel -> kernel.text().contains("/" + file + " "))
        .map(kernel -> entry(lines, kernel.number()))
        .findFirst();
  }

  private static BootEntries entry(List<String> lines, int kernel) {
    int begin = kernel;
    while (!lines.get(begin).stripLeading().startsWith("menuentry ")) {
      begin--;
    }
    int end = kernel;
    while (end < lines.size() - 1 && !lines.get(end).strip().equals("}")) {
      end++;
    }
    return new BootEntries(String.join("\n", lines.subList(begin, end + 1)));
  }

  /** Whether a line that loads Xen has a parameter. */
  public boolean xenHas(String parameter) {
    return lines().stream()
        .filter(line -> XEN.matcher(line).matches())
        .anyMatch(line -> List.of(line.strip().split("\\s+")).contains(parameter));
  }

  /** The first difference from another text, as two lines for the administrator. */
  public List<String> firstDifference(String other) {
    List<String> before = lines();
    List<String> after = List.of(other.split("\n", -1));
    int at = 0;
    while (at < before.size() && at < after.size() && before.get(at).equals(after.get(at))) {
      at++;
    }
    return List.of("expected" + line(before, at), "generated" + line(after, at));
  }

  private static String line(List<String> lines, int at) {
    return at < lines.size()
        ? " in line %d: %s".formatted(at + 1, lines.get(at).strip())
        : ": no line " + (at + 1);
  }

  private List<String> lines() {
    return text.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(text.split("\n", -1)));
  }

  private List<KernelLine> kernels() {
    List<KernelLine> kernels = new ArrayList<>();
    List<String> lines = lines();
    boolean wanted = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher entry = ENTRY.matcher(line);
      if (line.stripLeading().startsWith("menuentry ")) {
        wanted = entry.matches() && !entry.group("id").contains("-recovery-");
      } else if (wanted && KERNEL.matcher(line).matches()) {
        kernels.add(new KernelLine(i, line));
        wanted = false;
      }
    }
    return kernels;
  }
}
