package gangway.corpus;

import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.Result;
import gangway.xenstore.MapXenStore;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A host of the corpus: files in a folder, results of commands, and nodes of XenStore. */
public final class CorpusMachine extends FolderMachine {
  private final Map<String, Result> answers;
  private final MapXenStore store;

  CorpusMachine(Path root, Map<String, Result> answers, MapXenStore store) {
    super(root);
    this.answers = Map.copyOf(answers);
    this.store = store;
  }

  @Override
  public Optional<Result> ask(Command command) {
    return Optional.ofNullable(answers.get(command.toString()));
  }

  @Override
  public Optional<XenStore> xenStore() {
    return store.values().isEmpty() ? Optional.empty() : Optional.of(store);
  }
}
