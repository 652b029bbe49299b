package gangway.host;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host that can boot on trial: with the GRUB of Debian, and the unit that ends a trial. */
public final class TrialHost {
  public static final String RECORD = "var/lib/gangway/trial.json";
  public static final String CUSTOM = "boot/grub/custom.cfg";
  public static final String ENVIRONMENT = "boot/grub/grubenv";
  public static final String MESSAGE = "run/motd.d/gangway";
  public static final String SCRIPT = "etc/initramfs-tools/scripts/local-block/gangway";

  private static final String ROUTES = "proc/net/route";
  private static final String COMMAND_LINE = "proc/cmdline";
  private static final Pattern KERNEL =
      Pattern.compile("\\smodule2\\s/boot/vmlinuz\\S+ (placeholder .*)");
  private static final Pattern TRIAL = Pattern.compile("gangway\\.trial=(\\S+)");

  /** What shows that dom0 works. */
  private static final List<String> SIGNS =
      List.of(
          "systemctl is-active multi-user.target",
          "systemctl is-active ssh.service sshd.service ssh.socket sshd.socket");

  private TrialHost() {}

  /** Gives a host what a trial needs. */
  public static GuideHost install(GuideHost host) {
    GrubTool.install(host);
    for (String target : List.of("sysinit", "emergency")) {
      host.link(
          "etc/systemd/system/%s.target.wants/gangway-trial.service".formatted(target),
          "/usr/lib/systemd/system/gangway-trial.service");
    }
    return well(host)
        .put(COMMAND_LINE, "placeholder root=/dev/sda1 ro\n")
        .put("proc/sys/kernel/osrelease", PlainDom0.KERNEL + "\n")
        .put(ENVIRONMENT, "# GRUB Environment Block\n" + "#".repeat(100))
        .answer("grub-probe --target=abstraction /boot/grub", "\n")
        .answer("grub-probe --target=fs /boot/grub", "ext2\n")
        .answer("systemctl show --value -p RuntimeWatchdogUSec", "30s\n")
        .answer("systemctl is-active emergency.target", 3, "inactive\n");
  }

  /** Lets dom0 show all its signs. */
  public static GuideHost well(GuideHost host) {
    SIGNS.forEach(question -> host.answer(question, "active\n"));
    return host.put(
        ROUTES,
        """
        Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
        eth0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0
        """);
  }

  /** Lets dom0 show that it has no network. */
  public static GuideHost withoutNetwork(GuideHost host) {
    return host.without(ROUTES);
  }

  /** Boots the host as GRUB does: an entry that is chosen once, or the usual one. */
  public static GuideHost boot(GuideHost host) {
    boolean trial = host.text(ENVIRONMENT).contains("next_entry=gangway-trial\n");
    host.reboot();
    if (!trial) {
      return host.put(COMMAND_LINE, "placeholder root=/dev/sda1 ro\n");
    }
    GrubTool.edit(host.files(), List.of("grub-editenv", "/" + ENVIRONMENT, "unset", "next_entry"));
    Matcher kernel = KERNEL.matcher(host.text(CUSTOM));
    if (!kernel.find()) {
      throw new IllegalStateException("GRUB has no entry for the trial");
    }
    host.put(COMMAND_LINE, kernel.group(1) + "\n");
    Matcher functions = TRIAL.matcher(kernel.group(1));
    if (!functions.find()) {
      throw new IllegalStateException("the entry has no trial: " + kernel.group(1));
    }
    return host.hidden(functions.group(1).split(","));
  }

  /** Does what the script in the initramfs does: gives a function back, and notes that. */
  public static GuideHost givenBack(GuideHost host, String function, String driver) {
    host.unbind(Owner.PCIBACK, function);
    host.bind(driver, function);
    return host.put("run/gangway.given-back", function + "\n");
  }

  /** The file of a path of this class, as the program names it. */
  public static Path file(String path) {
    return Path.of("/", path);
  }
}
