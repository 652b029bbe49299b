package gangway.host;

import gangway.machine.Command;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A guest's system as the script of {@code gangway guest-prepare} reports and changes it.
 *
 * @param system the host where its files are
 * @param folder the folder of its files there, with a slash, or nothing
 */
record PreparedSystem(GuideHost system, String folder) {
  private static final String FILE = "etc/modules-load.d/gangway-xen-pcifront.conf";
  private static final List<String> SCRIPT = List.of("sh", "-s", "--");

  /** A running system. */
  PreparedSystem(GuideHost system) {
    this(system, "");
  }

  /** Whether a command runs the script: {@code sh -s -- WORD KIND}. */
  static boolean means(List<String> words) {
    return words.size() > 3 && words.subList(0, 3).equals(SCRIPT);
  }

  /**
   * The system below a folder or on a disk of the host itself: {@code sh -s -- WORD KIND --
   * FOLDER}, or the same in a mount namespace, with {@code FOLDER DISK OFFSET SIZE}.
   */
  static Optional<PreparedSystem> here(GuideHost host, Command command) {
    int at = Collections.indexOfSubList(command.words(), SCRIPT);
    if (at < 0 || command.program().equals("ssh")) {
      return Optional.empty();
    }
    List<String> place =
        command.words().subList(command.words().lastIndexOf("--") + 1, command.words().size());
    String folder = place.size() == 1 ? place.getFirst() : place.get(1) + ".files";
    return Optional.of(new PreparedSystem(host, folder.substring(1) + "/"));
  }

  /** The word that tells the script what to do. */
  static String word(Command command) {
    return command.words().get(Collections.indexOfSubList(command.words(), SCRIPT) + SCRIPT.size());
  }

  String report() {
    String there = system.exists(folder + FILE) ? "yes" : "no";
    return """
    system modules-load
    module xen-pcifront
    present loaded
    at-boot %1$s
    boot-file /%2$s
    boot-mine %1$s
    iommu-soft set
    grub-mine no
    """
        .formatted(there, FILE);
  }

  boolean does(String word) {
    switch (word) {
      case "prepare" -> system.put(folder + FILE, "xen-pcifront\n");
      case "remove" -> system.files().delete(folder + FILE);
      default -> throw new IllegalArgumentException(word);
    }
    return true;
  }
}
