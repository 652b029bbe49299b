package gangway.boot.loader;

import gangway.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text of the {@code grub.cfg} of XenServer and XCP-ng, as their class {@code Bootloader}
 * writes it (python-libs, xcp/bootloader.py): entries without submenus, in each a line for Xen, a
 * line that loads the kernel of dom0 with its command line, and a line for the initramfs.
 *
 * @param chosen the number of the entry of the next boot, if {@code override_entry} in GRUB's
 *     environment chooses one
 */
record XenServerEntries(String text, Optional<String> chosen) {
  private static final Pattern ENTRY =
      Pattern.compile("menuentry ['\"](?<title>[^'\"]*)['\"].*\\{");
  private static final Pattern XEN = Pattern.compile("(?:multiboot2|xen_hypervisor)\\s.*");
  private static final Pattern KERNEL =
      Pattern.compile("\\s*(?:module2|xen_module)\\s+\\S+\\s+(?<arguments>.*)");
  private static final Pattern DEFAULT =
      Pattern.compile("set default=(?:'(?<one>.*)'|\"(?<two>.*)\"|(?<bare>\\S*))\\s*");
  private static final Pattern CHOSEN = Pattern.compile("override_entry=(?<entry>.+)");

  /** An entry; without a line that loads the kernel, it does not boot Xen. */
  private record Entry(String title, Optional<KernelLine> kernel) {}

  /** What an environment of GRUB chooses for the next boot. */
  static Optional<String> chosen(String environment) {
    return environment
        .lines()
        .map(CHOSEN::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group("entry"))
        .findFirst();
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Optional<String> title = Optional.empty();
    Optional<KernelLine> kernel = Optional.empty();
    boolean xen = false;
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher entry = ENTRY.matcher(line);
      Matcher module = KERNEL.matcher(line);
      if (entry.matches()) {
        title = Optional.of(entry.group("title"));
        kernel = Optional.empty();
        xen = false;
      } else if (XEN.matcher(line).matches()) {
        xen = true;
      } else if (xen && kernel.isEmpty() && module.matches()) {
        kernel = Optional.of(new KernelLine(i + 1, module.group("arguments")));
      } else if (line.equals("}") && title.isPresent()) {
        entries.add(new Entry(title.get(), kernel));
        title = Optional.empty();
      }
    }
    return entries;
  }

  /** The command lines of dom0's kernel in all entries that boot Xen. */
  Stream<KernelLine> all() {
    return entries().stream().flatMap(entry -> entry.kernel().stream());
  }

  /** The line of the entry of the next boot; empty if that entry is not known or boots no Xen. */
  Optional<KernelLine> next() {
    List<Entry> entries = entries();
    String entry = chosen.or(this::usual).orElse("0");
    OptionalInt number = Text.digits(entry, 3);
    Stream<Entry> wanted =
        number.isPresent()
            ? entries.stream().skip(number.getAsInt())
            : entries.stream().filter(one -> one.title().equals(entry));
    return wanted.findFirst().flatMap(Entry::kernel);
  }

  /** Indented lines are parts of conditions. GRUB boots the first entry if no line sets it. */
  private Optional<String> usual() {
    return lines().stream()
        .map(DEFAULT::matcher)
        .filter(Matcher::matches)
        .map(XenServerEntries::value)
        .reduce((_, last) -> last);
  }

  private static String value(Matcher match) {
    return Stream.of("one", "two", "bare")
        .flatMap(group -> Optional.ofNullable(match.group(group)).stream())
        .findFirst()
        .orElse("");
  }

  /** The values of a parameter in the entry of the next boot. */
  List<String> values(String name) {
    return next().stream()
        .flatMap(kernel -> Stream.of(kernel.arguments().split("\\s+")))
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .toList();
  }

  /** The text with another value of a parameter in the entry of the next boot. */
  String with(String name, Optional<String> value) {
    KernelLine kernel = next().orElseThrow();
    List<String> lines = new ArrayList<>(lines());
    int at = kernel.number() - 1;
    String without = lines.get(at).replaceAll("\\s+" + Pattern.quote(name) + "=\\S*", "");
    lines.set(at, without + value.map(text -> " " + name + "=" + text).orElse(""));
    return String.join("\n", lines);
  }

  private List<String> lines() {
    return List.of(text.split("\n", -1));
  }
}
