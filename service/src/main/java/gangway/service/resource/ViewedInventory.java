package gangway.service.resource;

import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.pci.Placements;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An inventory for viewers. Two are equal if the functions, their places and owners, what happens
 * at the next boot, and the running guests are equal.
 */
record ViewedInventory(Inventory inventory, Placements placements) {

  private List<HostFunction> functions() {
    return inventory.stream().toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ViewedInventory viewed
        && inventory.domains().equals(viewed.inventory.domains())
        && functions().equals(viewed.functions())
        && placements.equals(viewed.placements);
  }

  @Override
  public int hashCode() {
    return Objects.hash(inventory.domains(), functions(), placements);
  }
}
