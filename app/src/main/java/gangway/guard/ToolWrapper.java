package gangway.guard;

import gangway.Resource;
import gangway.pci.identity.HardwareRecord;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wrapper script that replaces one of Xen's tools and asks Gangway before it calls the tool.
 *
 * <p>See docs/decisions/0019-guard-libxl-save-helper.md.
 */
public enum ToolWrapper {
  XL(
      "xl",
      1,
      "xl save, xl migrate and xl restore, also when a script such as xendomains calls them"),
  SAVE_HELPER(
      "libxl-save-helper",
      6,
      "every save, migration and restore by libxl: libvirt, virsh, virt-manager, xl");

  private static final Pattern VERSION = Pattern.compile("([4-9])\\.([0-9]{1,3})");
  private static final String MARK = "# Gangway's guard ";

  private final String tool;
  private final int since;
  private final String keeps;

  /**
   * @param since the first minor version of Xen 4 that calls the tool as the script expects: since
   *     4.6 the helper gets a second descriptor before the domain ID
   *     (tools/libxl/libxl_save_callout.c)
   */
  ToolWrapper(String tool, int since, String keeps) {
    this.tool = tool;
    this.since = since;
    this.keeps = keeps;
  }

  /** The name of the tool. */
  String tool() {
    return tool;
  }

  /** Whether the script works with the tool of this version of Xen, such as {@code 4.17}. */
  boolean fits(String xen) {
    Matcher version = VERSION.matcher(xen);
    return version.matches()
        && (Integer.parseInt(version.group(1)) > 4 || Integer.parseInt(version.group(2)) >= since);
  }

  /** The calls that the script guards. */
  public String keeps() {
    return keeps;
  }

  /**
   * The script. It has the path of the tool, because it can be called by a link with another name.
   *
   * @param gangway path of the program that the script asks
   * @param place path of the tool, and of the script
   */
  String text(Path gangway, Path place) {
    return Resource.text(ToolWrapper.class, tool + ".sh")
        .replace("@GANGWAY@", gangway.toString())
        .replace("@RECORD@", HardwareRecord.FILE.toString())
        .replace("@TOOL@", place.toString());
  }

  /** Whether a file is such a script, of this or another version of Gangway. */
  static boolean is(String program) {
    return program.lines().skip(1).findFirst().filter(line -> line.startsWith(MARK)).isPresent();
  }
}
