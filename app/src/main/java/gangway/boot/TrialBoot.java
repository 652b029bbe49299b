package gangway.boot;

import gangway.boot.loader.BootLoader;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A trial boot as the running kernel knows it.
 *
 * @param functions the functions that this boot hides on trial
 * @param givenBack those of them that the initramfs gave back to dom0, because there was no root
 *     file system without them
 */
public record TrialBoot(List<PciAddress> functions, List<PciAddress> givenBack) {
  /** The parameter of the kernel, with the addresses of the functions. */
  static final String PARAMETER = "gangway.trial";

  private static final String SEPARATOR = ",";

  /** The file in which the script of the initramfs notes the functions that it gave back. */
  private static final Path NOTED = Path.of("/run/gangway.given-back");

  public TrialBoot {
    functions = List.copyOf(functions);
    givenBack = List.copyOf(givenBack);
  }

  static String value(List<PciAddress> functions) {
    return functions.stream().map(PciAddress::toString).collect(Collectors.joining(SEPARATOR));
  }

  /** The trial that this boot of a machine is; empty if it is a usual boot. */
  public static Optional<TrialBoot> read(Machine machine) {
    return KernelParameters.of(machine.exact(BootLoader.CURRENT).orElse("")).stream()
        .filter(parameter -> parameter.name().equals(PARAMETER))
        .flatMap(parameter -> parameter.value().stream())
        .findFirst()
        .map(value ->
            new TrialBoot(
                addresses(Stream.of(value.split(SEPARATOR))),
                addresses(machine.lines(NOTED).stream())));
  }

  private static List<PciAddress> addresses(Stream<String> texts) {
    return texts.flatMap(text -> PciAddress.parse(text).stream()).distinct().toList();
  }
}
