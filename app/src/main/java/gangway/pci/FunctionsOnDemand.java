package gangway.pci;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds functions of a machine that can have thousands, and reads only those that are asked for by
 * an existing address. For another name it reads all functions, as they are at that moment.
 */
public final class FunctionsOnDemand implements FunctionFinder {
  private final PciBus bus;
  private @Nullable PciFunctions all;

  public FunctionsOnDemand(PciBus bus) {
    this.bus = bus;
  }

  @Override
  public PciFunction meant(String text) {
    Optional<PciFunction> named = PciAddress.parse(text).flatMap(bus::function);
    return named.isPresent() ? named.get() : all().meant(text);
  }

  @Override
  public boolean has(PciAddress address) {
    return bus.function(address).isPresent() || all().has(address);
  }

  private PciFunctions all() {
    if (all == null) {
      all = bus.functions();
    }
    return all;
  }
}
