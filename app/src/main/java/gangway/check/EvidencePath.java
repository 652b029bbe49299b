package gangway.check;

import gangway.pci.PciAddress;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats the path from something that dom0 uses down to a PCI function, as one line of evidence.
 */
final class EvidencePath {
  private EvidencePath() {}

  /** {@code / is on /dev/dm-0, on /dev/sda3, on /dev/sda, on 0000:01:00.0}. */
  static String of(String use, Stream<String> devices, PciAddress function) {
    return Stream.concat(devices, Stream.of(function.toString()))
        .collect(Collectors.joining(", on ", use + " is on ", ""));
  }
}
