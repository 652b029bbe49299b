package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.migration.Chores.perform;
import static gangway.migration.TwoHosts.function;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.nio.file.Path;

/** Hosts on which guest pv1 is to be started by xl, with its function. */
final class ColdGuests {
  static final Path IMAGE = Path.of("/srv/pv1.image");
  static final String FILE = "etc/xen/pv1.cfg";

  private ColdGuests() {}

  /** A guest that was shut down to be started again with its function. */
  static GuideHost saved(String definition) {
    GuideHost host = prepared(new GuideHost()).hidden(CARD).given(3, CARD).put(FILE, definition);
    ActingHost machine = host.machine();
    perform(machine, GuestSave.cold(machine, "pv1", new ImagePlace(IMAGE)).plan());
    return host;
  }

  private static GuideHost prepared(GuideHost host) {
    return host.put("proc/sys/kernel/random/boot_id", "2f0d\n")
        .put("proc/1/cmdline", "/sbin/init\0")
        .put("var/lib/xen/other", "")
        .put("srv/other", "");
  }

  static TwoHosts hosts(String definition) {
    TwoHosts two = TwoHosts.made();
    prepared(two.here()).put(FILE, definition).hidden(CARD).given(3, CARD);
    prepared(two.there()).without(FILE);
    two.thereAre(function(CARD, "8086:10d3"));
    return two;
  }
}
