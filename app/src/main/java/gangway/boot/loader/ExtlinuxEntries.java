package gangway.boot.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text of an {@code extlinux.conf}, as Alpine's update-extlinux writes it: labels that boot
 * Xen, with Xen's options, the kernel with its command line and the initramfs in one line,
 * separated by {@code ---}; and labels that boot the kernel without Xen. The command line of both
 * ends in the setting {@code default_kernel_opts}.
 */
public record ExtlinuxEntries(String text) {
  private static final Pattern XEN =
      Pattern.compile(
          "\\s*(?i:append)\\s+\\S*xen\\S*(?:\\s.*)? --- \\S+ (?<arguments>.*)(?<image> --- \\S*)");
  private static final Pattern NATIVE = Pattern.compile(" {2}APPEND root=.*");

  /** The command lines of dom0's kernel in the labels that boot Xen. */
  public List<String> commandLines() {
    return lines()
        .map(XEN::matcher)
        .filter(Matcher::matches)
        .map(ExtlinuxEntries::arguments)
        .toList();
  }

  private static String arguments(Matcher line) {
    return line.group("arguments");
  }

  /** The length of the longest command line, in characters. */
  public OptionalInt longest() {
    return commandLines().stream().mapToInt(String::length).max();
  }

  /**
   * The whole text as it is when the command lines end in other options.
   *
   * @param now the present options
   */
  public ExtlinuxEntries with(String now, String then) {
    List<String> lines = new ArrayList<>();
    lines().forEach(line -> lines.add(changed(line, " " + now, " " + then)));
    return new ExtlinuxEntries(String.join("\n", lines));
  }

  private static String changed(String line, String now, String then) {
    Matcher xen = XEN.matcher(line);
    int end = line.length();
    if (xen.matches()) {
      end = xen.end("arguments");
    } else if (!NATIVE.matcher(line).matches()) {
      return line;
    }
    String before = line.substring(0, end);
    return before.endsWith(now)
        ? before.substring(0, end - now.length()) + then + line.substring(end)
        : line;
  }

  private Stream<String> lines() {
    return Stream.of(text.split("\n", -1));
  }
}
