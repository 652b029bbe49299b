package gangway.check;

import gangway.boot.initramfs.Initramfs;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.trial.TrialState;
import gangway.trial.WaysBack;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks whether a boot can hide functions on trial.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code TRIAL-IMPOSSIBLE}: a host that does not come up stays down, because nothing gives
 *       the functions back, or because the boot loader boots the trial again.
 *   <li>{@code TRIAL-IN-DEFINITION}: a guest that starts during the trial has the function, and
 *       dom0 cannot take it back.
 *   <li>{@code TRIAL-NO-WATCHDOG}: a host that hangs waits for a person.
 *   <li>{@code TRIAL-OPEN}: the end of the trial removes settings that are needed by then.
 * </ul>
 */
final class TrialChecks {
  private TrialChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Hide hide, WaysBack ways) {
    List<Finding> findings = new ArrayList<>();
    List<String> obstacles = new ArrayList<>(ways.loader().obstacles());
    if (host.rebuilding().flatMap(Initramfs::givingBack).isEmpty()) {
      obstacles.add(
          host.rebuilding()
              .map(tool ->
                  "Gangway gives functions back in images of initramfs-tools and dracut, and this host"
                      + " uses "
                      + tool)
              .orElse("pciback is built into the kernel"));
    }
    if (!ways.watched()) {
      obstacles.add(
          "gangway-trial.service is not enabled; to enable it: systemctl enable"
              + " gangway-trial.service");
    }
    if (!obstacles.isEmpty()) {
      findings.add(
          Finding.blocks(
              "TRIAL-IMPOSSIBLE",
              "this host cannot boot with other hidden functions on trial and come back by itself",
              "remove the cause, or hide the functions without --trial",
              obstacles));
    }
    if (!ways.watchdog()) {
      findings.add(
          Finding.notes(
              "TRIAL-NO-WATCHDOG",
              "no watchdog resets this host: if dom0 hangs in the trial, somebody must reset the host",
              "set RuntimeWatchdogSec= in /etc/systemd/system.conf if the host has a hardware watchdog,"
                  + " or be able to reset the host",
              "systemctl show -p RuntimeWatchdogUSec: off"));
    }
    for (PciAddress function : hide.functions()) {
      String guests =
          host.guests().defining(function).stream()
              .map(Guest::name)
              .distinct()
              .collect(Collectors.joining(", "));
      if (!guests.isEmpty()) {
        findings.add(
            Finding.blocks(
                    "TRIAL-IN-DEFINITION",
                    "the definition of a guest has %s: if the guest started during the trial, dom0"
                            .formatted(function)
                        + " could not take the function back",
                    "remove the function from the definition until the trial is confirmed: gangway"
                        + " detach --config GUEST "
                        + function,
                    "guests: " + guests)
                .about(function));
      }
    }
    return findings;
  }

  /** The finding about boot settings that a trial uses. */
  static List<Finding> open(HostSnapshot host) {
    String state =
        switch (host.trial()) {
          case TrialState.None _ -> "";
          case TrialState.Chosen(var trial) ->
              "the next boot hides %s on trial".formatted(trial.words());
          case TrialState.Running(var trial, _) ->
              "this boot hides %s on trial".formatted(trial.words());
          case TrialState.Over(var trial) ->
              "the trial of %s is over, and was not confirmed".formatted(trial.words());
          case TrialState.Ended(var trial, var end) ->
              "the trial of %s ended: %s".formatted(trial.words(), end.by());
          case TrialState.Unreadable(String why) -> why;
        };
    return state.isEmpty()
        ? List.of()
        : List.of(
            Finding.blocks(
                "TRIAL-OPEN",
                "a trial boot is not finished, and its settings must not be mixed with others",
                "during the trial: gangway confirm; to end the trial without hiding: gangway confirm"
                    + " --cancel",
                state));
  }
}
