package gangway.host;

import gangway.boot.BootSettings;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.xen.guest.Domains;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The functions of a machine and their owners.
 *
 * @param boot the settings for the next boot
 * @param domains the running guests
 */
public record Inventory(PciFunctions functions, BootSettings boot, Domains domains) {

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
    return new HostFunction(function, Owner.of(function, domains), boot.hiding(function.address()));
  }
}
