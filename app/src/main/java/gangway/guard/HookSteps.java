package gangway.guard;

import gangway.boot.FileEdit;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps that install and remove a file by which another program calls Gangway or obeys it. */
public final class HookSteps {
  private HookSteps() {}

  /** Installs a script: the file is executable from the start. Creates its folder if necessary. */
  public static Step hook(Path file, String text) {
    Path folder = file.resolveSibling("");
    Path beside = beside(file);
    return new Step(
        "install the hook " + file,
        List.of(
            new Action.MakeFolder(folder, 0755),
            new Action.Create(beside, text, 0755),
            new Action.Move(beside, file)),
        new Condition.FileIs(file, Optional.of(text)),
        List.of(
            new Action.DeleteFile(beside),
            new Action.DeleteFile(file),
            new Action.DiscardEmpty(folder)),
        new Condition.All(
            List.of(
                new Condition.FileIs(beside, Optional.empty()),
                new Condition.FileIs(file, Optional.empty()))));
  }

  /** Installs a text. */
  public static Step rule(Path file, String text) {
    return Step.replacing(
        "install the rule " + file, new FileEdit(file, Optional.empty(), Optional.of(text)));
  }

  /** Replaces the text of a file. */
  public static Step renew(Path file, String before, String after) {
    return Step.replacing(
        "update " + file, new FileEdit(file, Optional.of(before), Optional.of(after)));
  }

  /** Removes a script, and its folder if the folder is then empty. */
  public static Step withoutHook(Path file, String text) {
    Step hook = hook(file, text);
    // an undo that failed may have left the file beside the hook
    Action discard = new Action.DeleteFile(beside(file));
    return new Step(
        "remove " + file,
        hook.undo(),
        hook.before(),
        Stream.concat(Stream.of(discard), hook.acts().stream()).toList(),
        new Condition.All(
            List.of(new Condition.FileIs(beside(file), Optional.empty()), hook.after())));
  }

  /** Not in the folder itself, where every executable file is run. */
  private static Path beside(Path file) {
    return file.resolveSibling("").resolveSibling("." + file.getFileName() + ".new");
  }

  /** Removes a text. */
  public static Step withoutRule(Path file, String text) {
    return rule(file, text).reversed("remove " + file);
  }
}
