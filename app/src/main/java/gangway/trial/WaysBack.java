package gangway.trial;

import gangway.boot.loader.OneShotBoot;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can bring a host back from a trial boot, besides the initramfs.
 *
 * @param loader whether the boot loader forgets the trial after one boot
 * @param watched whether a unit in dom0 gives functions back
 * @param watchdog whether systemd feeds a hardware watchdog, which resets a host that hangs
 */
public record WaysBack(OneShotBoot loader, boolean watched, boolean watchdog) {
  /** systemd's links for a unit that is enabled: one for each target that starts the unit. */
  private static final List<Path> ENABLED =
      Stream.of("sysinit", "emergency")
          .map(target ->
              Path.of("/etc/systemd/system", target + ".target.wants", "gangway-trial.service"))
          .toList();

  /** How systemd tells that it feeds no watchdog (systemd-system.conf(5)). */
  private static final Set<String> OFF = Set.of("", "0", "infinity");

  /** Those of a machine. */
  public static WaysBack read(Machine machine) {
    return new WaysBack(
        OneShotBoot.read(machine),
        ENABLED.stream().allMatch(link -> machine.linkName(link).isPresent()),
        machine
            .toldInTime(Command.of("systemctl", "show", "--value", "-p", "RuntimeWatchdogUSec"))
            .filter(time -> !OFF.contains(time.strip()))
            .isPresent());
  }
}
