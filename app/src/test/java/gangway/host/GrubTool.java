package gangway.host;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * GRUB on a host, with a grub-mkconfig that writes the entries of Debian's 10_linux and
 * 20_linux_xen: one that boots without Xen, one that boots Xen, and in a submenu one for each
 * kernel, for another init program, and for recovery.
 */
public final class GrubTool {
  public static final String CONFIGURATION = "boot/grub/grub.cfg";
  public static final String SETTINGS = "etc/default/grub";

  private static final String PROGRAM = "usr/sbin/grub-mkconfig";
  private static final String SCRIPT = "etc/grub.d/20_linux_xen";
  private static final String PARTS = "etc/default/grub.d";
  private static final Pattern ASSIGNMENT = Pattern.compile("(GRUB_\\w+)=\"(.*)\"");
  private static final Pattern REFERENCE = Pattern.compile("\\$(GRUB_\\w+)");

  private static final String HEADER =
      """
      ### BEGIN /etc/grub.d/00_header ###
      if [ -s $prefix/grubenv ]; then
        set have_grubenv=true
        load_env
      fi
      if [ "${next_entry}" ] ; then
         set default="${next_entry}"
         set next_entry=
         save_env next_entry
         set boot_once=true
      fi
      ### END /etc/grub.d/00_header ###
      """;

  private static final String FOOTER =
      """
      ### BEGIN /etc/grub.d/41_custom ###
      if [ -f  ${config_directory}/custom.cfg ]; then
        source ${config_directory}/custom.cfg
      fi
      ### END /etc/grub.d/41_custom ###
      """;

  private final HostFiles files;

  GrubTool(HostFiles files) {
    this.files = files;
  }

  /** Gives a host the GRUB of Debian, which reads /etc/default/grub.d. */
  public static GuideHost install(GuideHost host) {
    host.put(PROGRAM, "for x in ${sysconfdir}/default/grub.d/*.cfg ; do . \"${x}\"; done\n");
    return configured(host);
  }

  /** Gives a host the GRUB of others, which reads /etc/default/grub alone. */
  public static GuideHost installWithoutDropIns(GuideHost host) {
    host.put(PROGRAM, ". ${sysconfdir}/default/grub\n");
    return configured(host);
  }

  private static GuideHost configured(GuideHost host) {
    host.put(SCRIPT, "GRUB_CMDLINE_LINUX_DEFAULT=\"${GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT}\"\n");
    new GrubTool(host.files()).generate(CONFIGURATION);
    return host;
  }

  /** Compiles pciback into the kernel of a host, which then reads the kernel command line only. */
  public static GuideHost buildPcibackIn(GuideHost host) {
    return host.without("sys/module/xen_pciback/initstate")
        .without(GuideKernel.driverFolder(Owner.PCIBACK) + "/module")
        .without(GuideKernel.module("xen-pciback"));
  }

  /** {@code grub-mkconfig -o FILE}. */
  void generate(String file) {
    Map<String, String> settings = settings();
    String linux = settings.getOrDefault("GRUB_CMDLINE_LINUX", "");
    String usual = settings.getOrDefault("GRUB_CMDLINE_LINUX_DEFAULT", "");
    String forXen = settings.getOrDefault("GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT", usual);
    StringBuilder text = new StringBuilder(HEADER).append("### BEGIN /etc/grub.d/10_linux ###\n");
    text.append("menuentry 'Debian GNU/Linux' --class debian --class gnu-linux --class gnu")
        .append(" --class os $menuentry_id_option 'gnulinux-simple-77' {\n")
        .append(
            "\tlinux\t/boot/vmlinuz-6.1.0-37-amd64 root=/dev/sda1 ro %s %s\n}\n"
                .formatted(linux, usual))
        .append("### END /etc/grub.d/10_linux ###\n\n### BEGIN /etc/grub.d/20_linux_xen ###\n")
        .append(entry("", "simple", linux + " " + forXen))
        .append("submenu 'Advanced options' $menuentry_id_option 'gnulinux-advanced-77' {\n")
        .append(entry("\t\t", "6.1.0-37-amd64-advanced", linux + " " + forXen))
        .append(
            entry(
                "\t\t",
                "6.1.0-37-amd64-init-sysvinit",
                linux + " " + forXen + " init=/lib/sysvinit/init"))
        .append(entry("\t\t", "6.1.0-37-amd64-recovery", "single " + linux))
        .append("}\n### END /etc/grub.d/20_linux_xen ###\n")
        .append(FOOTER);
    files.put(file, text.toString());
  }

  /** {@code grub-editenv FILE set NAME=VALUE}, and {@code unset NAME}. */
  static boolean edit(HostFiles files, List<String> words) {
    String file = words.get(1).substring(1);
    String name = words.get(3).split("=")[0];
    String kept =
        files.exists(file)
            ? files
                .text(file)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith(name + "="))
                .map(line -> line + "\n")
                .collect(Collectors.joining())
            : "";
    String added = words.get(2).equals("set") ? words.get(3) + "\n" : "";
    files.put(file, "# GRUB Environment Block\n" + kept + added + "#".repeat(100));
    return true;
  }

  private static String entry(String indent, String type, String arguments) {
    return Stream.of(
            "menuentry 'Debian GNU/Linux, with Xen hypervisor' --class debian --class gnu-linux"
                + " --class gnu --class os --class xen $menuentry_id_option 'xen-gnulinux-"
                + type
                + "-77' {",
            "\tmultiboot2\t/boot/xen-4.17-amd64.gz placeholder  ${xen_rm_opts}",
            "\tmodule2\t/boot/vmlinuz-6.1.0-37-amd64 placeholder root=/dev/sda1 ro " + arguments,
            "\tmodule2\t--nounzip   /boot/initrd.img-6.1.0-37-amd64",
            "}")
        .map(line -> indent + line + "\n")
        .reduce("", String::concat);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    Stream.concat(Stream.of(SETTINGS), dropIns().stream().map(name -> PARTS + "/" + name))
        .flatMap(file -> files.text(file).lines())
        .map(ASSIGNMENT::matcher)
        .filter(Matcher::matches)
        .forEach(match -> settings.put(match.group(1), expanded(match.group(2), settings)));
    return settings;
  }

  private List<String> dropIns() {
    return files.text(PROGRAM).contains("grub.d")
        ? files.machine().list(Path.of("/" + PARTS))
        : List.of();
  }

  private static String expanded(String value, Map<String, String> settings) {
    return REFERENCE
        .matcher(value)
        .replaceAll(match -> Matcher.quoteReplacement(settings.getOrDefault(match.group(1), "")));
  }
}
