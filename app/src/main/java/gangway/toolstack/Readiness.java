package gangway.toolstack;

import java.util.stream.Stream;

/** A setting that a PV guest needs, from its start on, to be given functions while it runs. */
public enum Readiness {
  /**
   * Xen prepares the guest's IOMMU context when it makes the guest, or never: {@code passthrough}.
   */
  PASSTHROUGH("passthrough"),
  /** The holes of the host's memory map, in which functions have their memory. */
  MEMORY_MAP("e820_host"),
  /** Buffers that devices can reach, where the guest's kernel is told so: {@code iommu=soft}. */
  BOUNCE_BUFFERS("iommu=soft on its kernel's command line");

  private static final String BOUNCING = "iommu=soft";

  private final String words;

  Readiness(String words) {
    this.words = words;
  }

  /** Whether a kernel's command line has it among its comma-separated words of {@code iommu=}. */
  static boolean bounces(String arguments) {
    return Stream.of(arguments.split("\\s+"))
        .filter(word -> word.startsWith("iommu="))
        .flatMap(word -> Stream.of(word.substring("iommu=".length()).split(",")))
        .anyMatch("soft"::equals);
  }

  /** The command line with it. */
  public static String bouncing(String arguments) {
    return bounces(arguments) ? arguments : (arguments.strip() + " " + BOUNCING).strip();
  }

  @Override
  public String toString() {
    return words;
  }
}
