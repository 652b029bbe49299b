package gangway.guest;

import gangway.Resource;

/**
 * The script that prepares a guest for hot-plug, or looks at how it is: the same text whether it
 * goes through ssh, works on files, or is pasted.
 */
public final class Preparing {
  /** A line that is none of the script's. */
  private static final String END = "END_OF_GANGWAY";

  private Preparing() {}

  static String script() {
    return Resource.text(Preparing.class, "prepare.sh");
  }

  /** What an administrator pastes into a root shell of any guest, to prepare it or to undo that. */
  public static String toPaste(GuestKind kind, boolean remove) {
    return "sh -s -- %s <<'%s'\n%s%s\n"
        .formatted(
            remove ? "remove " + kind.word() + " boot grub" : "prepare " + kind.word(),
            END,
            script(),
            END);
  }

  /**
   * The commands that do it in a guest of RHEL 5, as section 15.5 of its Virtualization Guide has
   * them, and the one by which it is checked there.
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
