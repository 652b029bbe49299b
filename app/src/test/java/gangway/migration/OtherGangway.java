package gangway.migration;

import gangway.host.GuideHost;
import gangway.machine.Ssh;

/** The gangway of a host that is known only by its answers. */
public final class OtherGangway {
  private OtherGangway() {}

  /**
   * Makes the gangway of another host one that can perform operations.
   *
   * @param host the host that asks
   */
  public static GuideHost able(GuideHost host, String other) {
    OperationsThere there = new OperationsThere(new Ssh(other));
    return host.answer(there.configuration().toString(), "{\"format\":1}")
        .answer(
            new Ssh(other).command("gangway", "hardware", "--json").toString(),
            "{\"format\":1,\"changes\":[]}")
        .answer(
            there.journal().toString(),
            """
            writable
            Filesystem 1024-blocks Used Available Capacity Mounted on
            /dev/sda2 9 9 9999 9% /
            """);
  }
}
