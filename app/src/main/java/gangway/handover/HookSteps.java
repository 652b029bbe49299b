package gangway.handover;

import gangway.boot.FileEdit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The steps that put a file of Gangway's where another program heeds it, and take it away. */
public final class HookSteps {
  private HookSteps() {}

  /** A script; it comes with its mode when it comes, in a folder that may have to be made. */
  public static Step hook(Path file, String text) {
    Path folder = file.resolveSibling("");
    // whatever can be run in the folder itself is run
    Path beside = folder.resolveSibling("." + file.getFileName() + ".new");
    return new Step(
        "put a hook at " + file,
        List.of(
            new Act.MakeFolder(folder, 0755),
            new Act.Create(beside, text, 0755),
            new Act.Move(beside, file)),
        new State.FileIs(file, Optional.of(text)),
        List.of(new Act.Discard(beside), new Act.Discard(file), new Act.DiscardEmpty(folder)),
        new State.All(
            List.of(
                new State.FileIs(beside, Optional.empty()),
                new State.FileIs(file, Optional.empty()))));
  }

  /** A text. */
  public static Step rule(Path file, String text) {
    return Step.replacing(
        "put a rule at " + file, new FileEdit(file, Optional.empty(), Optional.of(text)));
  }

  /** Makes one another one. */
  public static Step renew(Path file, String before, String after) {
    return Step.replacing(
        "renew " + file, new FileEdit(file, Optional.of(before), Optional.of(after)));
  }

  /** Takes a script away, and its folder if nothing else is in it. */
  public static Step withoutHook(Path file, String text) {
    return hook(file, text).reversed("take away " + file);
  }

  /** Takes a text away. */
  public static Step withoutRule(Path file, String text) {
    return rule(file, text).reversed("take away " + file);
  }
}
