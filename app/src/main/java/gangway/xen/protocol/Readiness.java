package gangway.xen.protocol;

import java.util.stream.Stream;

/** A setting that a PV guest needs at its start for hot-plug. */
public enum Readiness {
  /** {@code passthrough}: Xen sets up the guest's IOMMU context only when it creates the guest. */
  PASSTHROUGH("passthrough"),
  /** The host's memory map with its holes, where the memory of functions is. */
  MEMORY_MAP("e820_host"),
  /** {@code iommu=soft}: bounce buffers that devices can reach. */
  BOUNCE_BUFFERS("iommu=soft on its kernel's command line");

  private static final String BOUNCING = "iommu=soft";

  private final String words;

  Readiness(String words) {
    this.words = words;
  }

  /** Whether a kernel's command line has {@code soft} among the words of {@code iommu=}. */
  public static boolean bounces(String arguments) {
    return Stream.of(arguments.split("\\s+"))
        .filter(word -> word.startsWith("iommu="))
        .flatMap(word -> Stream.of(word.substring("iommu=".length()).split(",")))
        .anyMatch("soft"::equals);
  }

  /** The command line with {@code iommu=soft}. */
  public static String bouncing(String arguments) {
    return bounces(arguments) ? arguments : (arguments.strip() + " " + BOUNCING).strip();
  }

  @Override
  public String toString() {
    return words;
  }
}
