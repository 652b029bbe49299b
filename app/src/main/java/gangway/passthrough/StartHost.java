package gangway.passthrough;

import gangway.Answer;
import gangway.host.FoundProcesses;
import gangway.machine.Command;
import java.time.Duration;
import java.util.Optional;

/** A host on which a guest is started: this one, or another one that ssh reaches. */
public interface StartHost {
  /** The id of its current boot; empty if it cannot be queried. */
  Optional<String> boot();

  /** A command as it is given to this host. */
  Command command(String... words);

  /** The output of a read-only command on it; empty if the command failed. */
  Optional<String> told(String... words);

  /** Whether libxl has recorded a domain as completely created. */
  Answer recorded(int domid, String uuid);

  /** The processes on it that may be creating a domain of a guest. */
  FoundProcesses creating(String guest);

  /** The pause between two queries. */
  Duration pause();
}
