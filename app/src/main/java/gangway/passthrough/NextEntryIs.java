package gangway.passthrough;

import gangway.boot.loader.OneShotEntry;
import gangway.machine.Machine;
import gangway.plan.Condition;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The boot loader boots an entry once at the next boot, or the usual one.
 *
 * @param environment the environment block of GRUB
 * @param entry the name of the entry; empty for the usual one
 */
public record NextEntryIs(Path environment, Optional<String> entry) implements Condition {
  @Override
  public boolean isMet(Machine machine) {
    return machine.read(environment).flatMap(OneShotEntry::next).equals(entry);
  }

  @Override
  public boolean survivesReboot() {
    return true;
  }

  @Override
  public String toString() {
    return "the next boot uses "
        + entry.map("the entry %s once"::formatted).orElse("no other entry");
  }
}
