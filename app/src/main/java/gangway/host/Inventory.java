package gangway.host;

import gangway.boot.BootSettings;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.pci.Functions;
import gangway.toolstack.Domains;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The functions of a machine and who has them.
 *
 * @param boot what is set for the next boot
 * @param domains the guests that run
 */
public record Inventory(Functions functions, BootSettings boot, Domains domains) {

  public Stream<HostFunction> stream() {
    return functions.stream().map(this::of);
  }

  /** Those of some functions that are there. */
  public Stream<HostFunction> present(Collection<Address> functions) {
    return functions.stream().flatMap(address -> at(address).stream());
  }

  /** A function as dom0 has it, if it is there. */
  public Optional<HostFunction> at(Address address) {
    return functions.at(address).map(this::of);
  }

  /** One of the functions, as dom0 has it. */
  public HostFunction of(Function function) {
    return new HostFunction(function, Owner.of(function, domains), boot.hiding(function.address()));
  }
}
