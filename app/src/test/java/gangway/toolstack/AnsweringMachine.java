package gangway.toolstack;

import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine with the files of a folder that answers some commands. */
record AnsweringMachine(Machine files, Map<String, Result> answers) implements Machine {

  static AnsweringMachine of(Path folder, String command, Result answer) {
    return new AnsweringMachine(new FolderMachine(folder), Map.of(command, answer));
  }

  @Override
  public Optional<Result> ask(Command command) {
    return Optional.ofNullable(answers.get(command.toString()));
  }

  @Override
  public Optional<byte[]> readBytes(Path file) {
    return files.readBytes(file);
  }

  @Override
  public List<String> list(Path folder) {
    return files.list(folder);
  }

  @Override
  public Optional<String> linkName(Path link) {
    return files.linkName(link);
  }

  @Override
  public Optional<Path> real(Path path) {
    return files.real(path);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public Optional<XenStore> xenStore() {
    return Optional.empty();
  }

  @Override
  public boolean root() {
    return true;
  }
}
