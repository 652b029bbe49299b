package gangway.host;

import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a function is doing.
 *
 * @param fatal errors counted since it was found after which its link could not be trusted, a kind
 *     and a number each ({@code DLP 2}); empty if there were none
 * @param nonFatal errors that lost something
 * @param correctable errors that lost nothing but time
 * @param power its power state: {@code D0}, …, {@code D3cold}, {@code unknown}, {@code error}
 * @param runtime what became of its runtime power management: {@code active}, {@code suspended},
 *     {@code unsupported}, {@code error}
 */
public record Health(
    List<String> fatal,
    List<String> nonFatal,
    List<String> correctable,
    Optional<String> power,
    Optional<String> runtime) {

  /**
   * Documentation/ABI/testing/sysfs-bus-pci-devices-aer_stats and -bus-pci ({@code power_state});
   * Documentation/ABI/testing/sysfs-devices-power ({@code runtime_status}).
   */
  static Health read(Machine machine, Address function) {
    Path folder = PciBus.folder(function);
    return new Health(
        errors(machine, folder.resolve("aer_dev_fatal")),
        errors(machine, folder.resolve("aer_dev_nonfatal")),
        errors(machine, folder.resolve("aer_dev_correctable")),
        machine.read(folder.resolve("power_state")).map(String::strip),
        machine.read(folder.resolve("power/runtime_status")).map(String::strip));
  }

  /** Lines of a kind and a number; their sum, {@code TOTAL_ERR_…}, tells nothing new. */
  private static List<String> errors(Machine machine, Path file) {
    return machine.lines(file).stream()
        .map(String::strip)
        .filter(line -> line.matches("\\w+ 0*[1-9][0-9]*") && !line.startsWith("TOTAL_"))
        .toList();
  }
}
