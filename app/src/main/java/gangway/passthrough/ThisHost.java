package gangway.passthrough;

import gangway.Answer;
import gangway.host.CreatingProcesses;
import gangway.host.FoundProcesses;
import gangway.journal.Author;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.plan.Condition;
import gangway.xen.guest.Creation;
import java.time.Duration;
import java.util.Optional;

/** This host, on which a guest is started. */
record ThisHost(Machine machine) implements StartHost {
  @Override
  public Optional<String> boot() {
    return Optional.of(Author.boot(machine));
  }

  @Override
  public Command command(String... words) {
    return Command.of(words);
  }

  @Override
  public Optional<String> told(String... words) {
    return machine.told(Command.of(words));
  }

  @Override
  public Answer recorded(int domid, String uuid) {
    return Creation.recorded(machine)
        ? Answer.of(machine.exists(Creation.file(domid, uuid)))
        : Answer.UNKNOWN;
  }

  @Override
  public FoundProcesses creating(String guest) {
    return CreatingProcesses.read(machine, guest);
  }

  @Override
  public Duration pause() {
    return Condition.PAUSE;
  }
}
