package gangway.host;

import gangway.boot.AtBoot;
import gangway.boot.BootSettings;
import gangway.boot.Claimants;
import gangway.boot.KernelCommandLine;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.xen.guest.Domains;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The functions of a machine and their owners.
 *
 * @param functions all functions of the machine; to verify a request, only those of the request
 * @param settings the settings for the next boot; empty if they were not read, because a request
 *     does not depend on them
 * @param domains the running guests
 * @param claimants the drivers that can take a function at boot; read for the functions that the
 *     boot settings name, and for those of a request
 */
public record Inventory(
    PciFunctions functions,
    Optional<BootSettings> settings,
    Domains domains,
    Map<PciAddress, Claimants> claimants) {
  private static final Claimants NOT_READ = new Claimants.Unknown("its driver was not read");

  public Inventory {
    claimants = Map.copyOf(claimants);
  }

  /** The same inventory, with the drivers of more functions. */
  Inventory with(Map<PciAddress, Claimants> more) {
    Map<PciAddress, Claimants> all = new LinkedHashMap<>(claimants);
    all.putAll(more);
    return new Inventory(functions, settings, domains, all);
  }

  /** The same inventory, with other settings for the next boot. */
  public Inventory with(BootSettings other) {
    return new Inventory(functions, Optional.of(other), domains, claimants);
  }

  /**
   * The settings for the next boot.
   *
   * @throws IllegalStateException if they were not read: nothing may be concluded from that
   */
  public BootSettings boot() {
    return settings.orElseThrow(
        () -> new IllegalStateException("the settings for the next boot were not read"));
  }

  /**
   * The folder of the boot loader's configuration, if Gangway changes that file when the list of
   * functions to hide changes, as far as the settings were read.
   */
  public Optional<Path> loaderConfiguration() {
    return settings
        .flatMap(BootSettings::commandLine)
        .map(KernelCommandLine::loader)
        .filter(loader -> loader.obstacle().isEmpty())
        .map(loader -> loader.configuration().getParent());
  }

  /** The functions that the settings for the next boot name, as far as the settings were read. */
  Stream<PciAddress> namedAtBoot() {
    return settings.stream().flatMap(boot -> boot.hidden(functions)).map(PciFunction::address);
  }

  /** The drivers that can take a function at boot. */
  public Claimants claimants(PciAddress function) {
    return claimants.getOrDefault(function, NOT_READ);
  }

  public Stream<HostFunction> stream() {
    return functions.stream().map(this::of);
  }

  /** Those of the given functions that exist. */
  public Stream<HostFunction> present(Collection<PciAddress> functions) {
    return functions.stream().flatMap(address -> at(address).stream());
  }

  /** A function with its owner, if it exists. */
  public Optional<HostFunction> at(PciAddress address) {
    return functions.at(address).map(this::of);
  }

  /** One of the functions, with its owner. */
  public HostFunction of(PciFunction function) {
    return new HostFunction(
        function,
        Owner.of(function, domains),
        settings
            .map(boot -> boot.atBoot(function, claimants(function.address())))
            .orElse(AtBoot.NOT_READ));
  }
}
