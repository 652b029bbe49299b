package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The error counters and power state of a function.
 *
 * @param fatal errors since the kernel found the function that made its link unreliable, each with
 *     its kind and number ({@code DLP 2})
 * @param nonFatal errors that lost data
 * @param correctable errors that were corrected and lost only time
 * @param power its power state: {@code D0}, …, {@code D3cold}, {@code unknown}, {@code error}
 * @param runtime the state of its runtime power management: {@code active}, {@code suspended},
 *     {@code unsupported}, {@code error}
 */
public record Health(
    List<String> fatal,
    List<String> nonFatal,
    List<String> correctable,
    Optional<String> power,
    Optional<String> runtime) {
  public Health {
    fatal = List.copyOf(fatal);
    nonFatal = List.copyOf(nonFatal);
    correctable = List.copyOf(correctable);
  }

  /**
   * Documentation/ABI/testing/sysfs-bus-pci-devices-aer_stats and -bus-pci ({@code power_state});
   * Documentation/ABI/testing/sysfs-devices-power ({@code runtime_status}).
   */
  static Health read(Machine machine, PciAddress function) {
    Path folder = PciBus.folder(function);
    return new Health(
        errors(machine, folder.resolve("aer_dev_fatal")),
        errors(machine, folder.resolve("aer_dev_nonfatal")),
        errors(machine, folder.resolve("aer_dev_correctable")),
        machine.read(folder.resolve("power_state")).map(String::strip),
        machine.read(folder.resolve("power/runtime_status")).map(String::strip));
  }

  /** Lines with a kind and a number; their sum, {@code TOTAL_ERR_…}, is left out. */
  private static List<String> errors(Machine machine, Path file) {
    return machine.lines(file).stream()
        .map(String::strip)
        .filter(line -> line.matches("\\w+ 0*[1-9][0-9]*") && !line.startsWith("TOTAL_"))
        .toList();
  }
}
