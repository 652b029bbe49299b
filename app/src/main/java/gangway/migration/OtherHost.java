package gangway.migration;

import gangway.Answer;
import gangway.Resource;
import gangway.host.CreatingProcesses;
import gangway.host.FoundProcesses;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.passthrough.StartHost;
import gangway.xen.guest.Creation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Another host, on which a guest is started; each query is a login. */
record OtherHost(Machine machine, Ssh ssh) implements StartHost {
  private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Override
  public Optional<String> boot() {
    return told("cat", BOOT_ID).map(String::strip).filter(boot -> !boot.isEmpty());
  }

  @Override
  public Command command(String... words) {
    return ssh.command(words);
  }

  @Override
  public Optional<String> told(String... words) {
    return machine.told(ssh.command(words));
  }

  /** The folder must exist, so that a missing record means much. */
  @Override
  public Answer recorded(int domid, String uuid) {
    Path file = Creation.file(domid, uuid);
    Path folder = file.resolveSibling("");
    return told(
            "sh",
            "-c",
            Resource.text(OtherHost.class, "record.sh"),
            file.toString(),
            folder.toString())
        .map(String::strip)
        .map(OtherHost::answer)
        .orElse(Answer.UNKNOWN);
  }

  private static Answer answer(String text) {
    return switch (text) {
      case "yes" -> Answer.YES;
      case "no" -> Answer.NO;
      default -> Answer.UNKNOWN;
    };
  }

  @Override
  public FoundProcesses creating(String guest) {
    return told("sh", "-c", Resource.text(OtherHost.class, "processes.sh"))
        .map(out -> CreatingProcesses.parse(out, guest))
        .orElseGet(
            () -> CreatingProcesses.unknown("%s does not list its processes".formatted(ssh)));
  }

  @Override
  public Duration pause() {
    return PAUSE;
  }
}
