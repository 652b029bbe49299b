package gangway.boot.loader;

import gangway.machine.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An entry of GRUB that the host boots once, with more parameters for the kernel of dom0 than the
 * usual entry has. The entry is in {@code custom.cfg}, which grub-mkconfig does not replace, and is
 * chosen by {@code next_entry} in GRUB's environment block. GRUB clears {@code next_entry} before
 * it boots the entry. So the boot after that uses the default entry again, even if this boot fails
 * (grub-reboot(8), {@code /etc/grub.d/00_header}, {@code /etc/grub.d/41_custom}).
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 *
 * @param usual the entry of the running kernel, as it is in {@code grub.cfg}
 * @param custom the file {@code custom.cfg}
 * @param text its text; empty if there is no such file
 * @param environment the environment block
 * @param editor the program that changes the environment block
 */
public record OneShotEntry(
    BootEntries usual, Path custom, Optional<String> text, Path environment, String editor) {
  /** The name by which {@code next_entry} chooses the entry. */
  public static final String ID = "gangway-trial";

  private static final String BEGIN =
      "# BEGIN Gangway's trial boot: written by 'gangway hide --boot --trial', removed with it";
  private static final String END = "# END Gangway's trial boot";
  private static final Pattern TITLE =
      Pattern.compile("^\\s*menuentry\\s+(?:'[^']*'|\"[^\"]*\")\\s+");

  private static final Pattern NAME = Pattern.compile("\\S+\\s+'xen-gnulinux-[^']*'\\s*\\{\\s*$");

  private static final String NEXT = "next_entry";

  /**
   * The text of {@code custom.cfg} with the entry.
   *
   * @param parameters the parameters by name; each replaces one with the same name
   */
  public String written(List<Parameter> parameters) {
    BootEntries entry = with(parameters);
    List<String> lines = new ArrayList<>(List.of(entry.text().split("\n", -1)));
    lines.set(0, titled(lines.getFirst()));
    String others = others();
    return others
        + (others.isEmpty() || others.endsWith("\n") ? "" : "\n")
        + String.join("\n", BEGIN, String.join("\n", lines), END)
        + "\n";
  }

  /**
   * The first line of the entry with another title and name. The rest stays: with {@code
   * --unrestricted}, GRUB boots the entry without a password.
   */
  private static String titled(String line) {
    return NAME.matcher(TITLE.matcher(line).replaceFirst("menuentry 'Trial boot of Gangway' "))
        .replaceFirst("--id " + ID + " {");
  }

  /** The length of the command line of dom0's kernel with these parameters, in characters. */
  public int length(List<Parameter> parameters) {
    return with(parameters).longest().orElse(0);
  }

  private BootEntries with(List<Parameter> parameters) {
    BootEntries entry = usual;
    for (Parameter parameter : parameters) {
      entry = entry.with(parameter.name(), Optional.of(parameter.name() + "=" + parameter.value()));
    }
    return entry;
  }

  /** The text without the entry; empty if nothing else is in the file. */
  public Optional<String> removed() {
    return Optional.of(others()).filter(left -> !left.isEmpty());
  }

  /** What else is in the file. */
  private String others() {
    List<String> kept = new ArrayList<>();
    boolean own = false;
    for (String line : text.orElse("").split("\n", -1)) {
      own |= line.equals(BEGIN);
      if (!own) {
        kept.add(line);
      }
      own &= !line.equals(END);
    }
    return String.join("\n", kept);
  }

  /** Chooses the entry for the next boot. */
  public Command choose() {
    return Command.of(editor, environment.toString(), "set", NEXT + "=" + ID);
  }

  /** Lets the next boot be a usual one. */
  public Command forget() {
    return Command.of(editor, environment.toString(), "unset", NEXT);
  }

  /**
   * The entry that the next boot uses once.
   *
   * @param block the text of an environment block
   */
  public static Optional<String> next(String block) {
    return block
        .lines()
        .filter(line -> line.startsWith(NEXT + "="))
        .map(line -> line.substring(NEXT.length() + 1))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** A parameter of the kernel of dom0. */
  public record Parameter(String name, String value) {}
}
