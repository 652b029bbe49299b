package gangway.view;

import gangway.Problem;
import gangway.check.Carried;
import gangway.check.Carries;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.function.Function;

/**
 * What dom0, its guests and its users have on functions. What cannot be read is not absent, and is
 * no reason to show nothing of the functions: then each function may carry something unknown.
 */
public final class CarriedUses {
  private final Function<PciAddress, List<Carried>> on;

  private CarriedUses(Function<PciAddress, List<Carried>> on) {
    this.on = on;
  }

  /** Reads what functions are used for. */
  public static CarriedUses read(Observer observer, Inventory inventory) {
    try {
      return new CarriedUses(Carries.of(observer.uses(inventory))::on);
    } catch (Problem unreadable) {
      List<Carried> unknown =
          List.of(new Carried(Carried.Kind.UNKNOWN, unreadable.blocker(), List.of()));
      return new CarriedUses(_ -> unknown);
    }
  }

  /** What a function carries, in the order of {@link Carried.Kind}. */
  public List<Carried> on(PciAddress function) {
    return on.apply(function);
  }
}
