package gangway.guard;

import gangway.Resource;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script for the place of one of Xen's tools, that asks Gangway before it calls the tool. */
public enum Front {
  XL("xl", 1, "xl save, xl migrate, xl restore, and what calls them, as xendomains does"),
  SAVE_HELPER(
      "libxl-save-helper",
      6,
      "all that saves, migrates or restores by libxl: libvirt, virsh, virt-manager, xl");

  private static final Pattern VERSION = Pattern.compile("([4-9])\\.([0-9]{1,3})");
  private static final String MARK = "# Gangway's guard ";

  private final String tool;
  private final int since;
  private final String keeps;

  /**
   * @param since the first 4.x of Xen whose tool is called as the script expects: the helper is
   *     told a second descriptor before the domain's number since 4.6
   *     (tools/libxl/libxl_save_callout.c)
   */
  Front(String tool, int since, String keeps) {
    this.tool = tool;
    this.since = since;
    this.keeps = keeps;
  }

  /** The name of the tool. */
  String tool() {
    return tool;
  }

  /** Whether it can stand before the tool of a version of Xen: {@code 4.17}. */
  boolean fits(String xen) {
    Matcher version = VERSION.matcher(xen);
    return version.matches()
        && (Integer.parseInt(version.group(1)) > 4 || Integer.parseInt(version.group(2)) >= since);
  }

  /** What does not pass it unasked. */
  public String keeps() {
    return keeps;
  }

  /**
   * The script.
   *
   * @param gangway the program it asks
   */
  String text(Path gangway) {
    return Resource.text(Front.class, tool + ".sh").replace("@GANGWAY@", gangway.toString());
  }

  /** Whether a program is such a script, be it one of another version of Gangway. */
  static boolean is(String program) {
    return program.lines().skip(1).findFirst().filter(line -> line.startsWith(MARK)).isPresent();
  }
}
