package gangway.guest;

import gangway.Resource;

/**
 * The script that prepares a guest for hot-plug or reports its state. The same text runs by ssh, on
 * mounted files, and pasted into a shell.
 *
 * <p>See docs/decisions/0020-one-script-prepares-guests.md.
 */
public final class Preparing {
  /** A line that does not occur in the script. */
  private static final String END = "END_OF_GANGWAY";

  private Preparing() {}

  static String script() {
    return Resource.text(Preparing.class, "prepare.sh");
  }

  /**
   * The text to paste into a root shell of a guest, to prepare the guest or to remove the
   * preparation.
   */
  public static String toPaste(GuestKind kind, boolean remove) {
    return "sh -s -- %s <<'%s'\n%s%s\n"
        .formatted(
            remove ? "remove " + kind.word() + " boot grub" : "prepare " + kind.word(),
            END,
            script(),
            END);
  }

  /**
   * The commands of section 15.5 of the RHEL 5 Virtualization Guide for a RHEL 5 guest; the last
   * one checks the result.
   */
  public static String forRhel5(boolean remove) {
    return remove
        ? "rm /etc/sysconfig/modules/acpiphp.modules\n"
        : """
        modprobe acpiphp
        echo 'modprobe acpiphp' > /etc/sysconfig/modules/acpiphp.modules
        chmod +x /etc/sysconfig/modules/acpiphp.modules
        lsmod | grep acpiphp
        """;
  }
}
