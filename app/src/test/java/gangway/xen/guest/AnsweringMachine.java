package gangway.xen.guest;

import gangway.host.Undeclared;
import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A machine with the files of a folder that answers some commands, and is asked no others. */
final class AnsweringMachine extends FolderMachine {
  private final Map<String, Result> answers;

  private AnsweringMachine(Path folder, Map<String, Result> answers) {
    super(folder);
    this.answers = answers;
  }

  static AnsweringMachine of(Path folder, String command, Result answer) {
    return new AnsweringMachine(folder, Map.of(command, answer));
  }

  @Override
  public Optional<Result> ask(Command command) {
    if (!answers.containsKey(command.toString())) {
      throw new Undeclared(command);
    }
    return Optional.ofNullable(answers.get(command.toString()));
  }
}
