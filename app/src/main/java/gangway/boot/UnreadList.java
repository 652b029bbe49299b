package gangway.boot;

/**
 * A list of functions to hide that no program reads on this machine.
 *
 * @param why the reason, a clause: {@code GRUB_CMDLINE_XEN is the command line of Xen}
 * @param remedy what the administrator can do
 */
public record UnreadList(HideSetting setting, String why, String remedy) {

  /**
   * A list for the module {@code pciback}.
   *
   * @param current how the setting starts with the current name
   */
  static UnreadList ofOldName(HideSetting setting, String current) {
    return new UnreadList(
        setting,
        "since Linux 3.1 the module's name is xen-pciback, and the name pciback has no effect",
        "write '%s' there".formatted(current));
  }

  /** A list in modprobe's files, although pciback is built into the kernel. */
  static UnreadList ofModprobe(HideSetting setting) {
    return new UnreadList(
        setting,
        "pciback is built into the kernel, which reads its list from the kernel command line only",
        "move the list to the kernel command line: xen-pciback.hide=" + setting.list());
  }
}
