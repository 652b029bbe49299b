package gangway.guard;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps that replace a tool by a wrapper script, and restore the tool. The path of the tool
 * always exists: each replacement is a rename.
 *
 * <p>See docs/decisions/0019-guard-libxl-save-helper.md.
 *
 * @param tool the path of the tool
 * @param text the text of the wrapper script
 */
public record WrapperSteps(Path tool, String text) {
  /** Diverts the tool, then installs the wrapper script. */
  public List<Step> install() {
    return List.of(setAside(), place());
  }

  /** Restores the tool. */
  public List<Step> remove() {
    return List.of(putBack(), setAside().reversed("remove the dpkg diversion of " + tool));
  }

  /** Whether the tool itself exists. */
  boolean hasTool(Machine machine) {
    return machine.exists(aside());
  }

  /** Removes a wrapper script whose tool is gone, and the diversion. */
  Step removeOrphan() {
    return new Step(
        "remove the wrapper script %s, whose tool is gone".formatted(tool),
        List.of(
            new Action.Require(new Condition.Absent(aside())),
            new Action.DeleteFile(tool),
            divert("--remove")),
        new Condition.All(
            List.of(new Condition.Absent(tool), new ToolCondition.ToolNotDiverted(tool, aside()))),
        Stream.concat(Stream.of(divert("--divert", aside(), "--add")), again().stream()).toList(),
        placed());
  }

  /** Replaces the text of a wrapper script. */
  public static Step renew(Path tool, String before, String after) {
    return Step.replacing(
        "update the wrapper script " + tool,
        new FileEdit(tool, Optional.of(before), Optional.of(after)));
  }

  private Step setAside() {
    Action itself = new Action.Require(itself());
    return new Step(
        "divert %s to %s with dpkg-divert".formatted(tool, aside()),
        List.of(itself, divert("--divert", aside(), "--add"), run("ln", "-fT", tool, aside())),
        new ToolCondition.ToolDiverted(tool, aside()),
        List.of(itself, new Action.DeleteFile(aside()), divert("--remove")),
        new ToolCondition.ToolNotDiverted(tool, aside()));
  }

  private Step place() {
    return new Step(
        "install the wrapper script " + tool,
        List.of(new Action.Create(beside(), text, 0755), new Action.Move(beside(), tool)),
        new Condition.FileIs(tool, Optional.of(text)),
        List.of(
            new Action.DeleteFile(beside()),
            run("cp", "-pT", aside(), beside()),
            // the rename may reach the disk before the content of the file does
            new Action.Sync(beside()),
            new Action.Move(beside(), tool)),
        itself());
  }

  /** The undo also deletes a copy of the tool that has not replaced the wrapper script yet. */
  private Step putBack() {
    Step place = place();
    return new Step(
        "restore the original tool " + tool, place.undo(), place.before(), again(), placed());
  }

  /** Installs the wrapper script again. */
  private List<Action> again() {
    return List.of(
        new Action.DeleteFile(beside()),
        new Action.Create(beside(), text, 0755),
        new Action.Move(beside(), tool));
  }

  /** The wrapper script is installed, and nothing is beside it. */
  private Condition placed() {
    return new Condition.All(
        List.of(
            new Condition.FileIs(beside(), Optional.empty()),
            new Condition.FileIs(tool, Optional.of(text))));
  }

  private Condition itself() {
    return new ToolCondition.ToolIsOriginal(tool, beside(), text);
  }

  private Path aside() {
    return Path.of(tool + ".distrib");
  }

  private Path beside() {
    return Path.of(tool + ".gangway");
  }

  private Action divert(Object... words) {
    return run(
        Stream.of(
                Stream.of("dpkg-divert", "--quiet", "--local", "--no-rename"),
                Stream.of(words),
                Stream.of(tool))
            .flatMap(part -> part)
            .toArray());
  }

  private static Action run(Object... words) {
    return new Action.Run(
        Command.of(Stream.of(words).map(Object::toString).toArray(String[]::new)));
  }
}
