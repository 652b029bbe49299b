package gangway.host;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The hypervisor below this machine.
 *
 * @param version {@code 4.17}
 * @param dom0 whether this is the privileged domain
 * @param iommu whether Xen drives an IOMMU, without which its tools refuse to pass devices through
 *     since 4.13; absent if Xen could not be asked
 * @param commandLine what the boot loader told it; without a word if Xen could not be asked
 */
public record Xen(
    String version, boolean dom0, Optional<Boolean> iommu, XenCommandLine commandLine) {
  private static final Path HYPERVISOR = Path.of("/sys/hypervisor");

  /** The hypervisor of a machine; nothing if it does not run on Xen. */
  public static Optional<Xen> of(Machine machine) {
    boolean xen =
        machine.read(HYPERVISOR.resolve("type")).map(String::strip).equals(Optional.of("xen"));
    if (!xen) {
      return Optional.empty();
    }
    Path version = HYPERVISOR.resolve("version");
    boolean dom0 =
        machine
            .read(Path.of("/proc/xen/capabilities"))
            .filter(text -> text.contains("control_d"))
            .isPresent();
    Optional<String> info = dom0 ? info(machine) : Optional.empty();
    return Optional.of(
        new Xen(
            machine.read(version.resolve("major")).map(String::strip).orElse("?")
                + "."
                + machine.read(version.resolve("minor")).map(String::strip).orElse("?"),
            dom0,
            info.flatMap(Xen::iommu),
            XenCommandLine.of(info.orElse(""))));
  }

  /** The consoles of its own that hang on functions. */
  public List<XenConsole> consoles() {
    return XenConsole.of(commandLine);
  }

  private static Optional<String> info(Machine machine) {
    return machine.ask(Command.of("xl", "info")).filter(Result::ok).map(Result::out);
  }

  /** {@code xl info} has {@code pv_directio} among its {@code virt_caps} where there is one. */
  private static Optional<Boolean> iommu(String info) {
    return info.lines()
        .filter(line -> line.startsWith("virt_caps"))
        .findFirst()
        .map(line -> line.contains("directio"));
  }
}
