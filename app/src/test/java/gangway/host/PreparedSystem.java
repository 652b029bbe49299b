package gangway.host;

import java.util.List;

/** A guest's system as the script of {@code gangway guest-prepare} reports and changes it. */
record PreparedSystem(GuideHost system) {
  private static final String FILE = "etc/modules-load.d/gangway-xen-pcifront.conf";

  /** Whether a command runs the script: {@code sh -s -- WORD KIND}. */
  static boolean means(List<String> words) {
    return words.size() > 3 && words.subList(0, 3).equals(List.of("sh", "-s", "--"));
  }

  String report() {
    String there = system.exists(FILE) ? "yes" : "no";
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
      case "prepare" -> system.put(FILE, "xen-pcifront\n");
      case "remove" -> system.files().delete(FILE);
      default -> throw new IllegalArgumentException(word);
    }
    return true;
  }
}
