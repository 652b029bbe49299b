package gangway.handover;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps that put a script in the place of a program and back. There is always one of the two
 * there: each comes in one instant, by a name that is changed.
 *
 * <p>See docs/decisions/0019-guard-libxl-save-helper.md.
 *
 * @param tool where the program is
 * @param text the script
 */
public record FrontSteps(Path tool, String text) {
  /** The script first, so that it comes with its mode when it comes. */
  public List<Step> install() {
    return List.of(setAside(), place());
  }

  /** The way back. */
  public List<Step> remove() {
    return List.of(
        place().reversed("put %s back in its place".formatted(tool)),
        setAside().reversed("have packages bring %s there again".formatted(tool)));
  }

  /** Makes a script another one. */
  public static Step renew(Path tool, String before, String after) {
    return Step.replacing(
        "renew what stands in the place of " + tool,
        new FileEdit(tool, Optional.of(before), Optional.of(after)));
  }

  private Step setAside() {
    Act itself = new Act.Assure(itself());
    return new Step(
        "set %s aside as %s, for packages too".formatted(tool, aside()),
        List.of(
            itself,
            run(
                "dpkg-divert",
                "--quiet",
                "--local",
                "--no-rename",
                "--divert",
                aside(),
                "--add",
                tool),
            run("ln", "-fT", tool, aside())),
        new ToolState.SetAside(tool, aside()),
        List.of(
            itself,
            new Act.Discard(aside()),
            run("dpkg-divert", "--quiet", "--local", "--no-rename", "--remove", tool)),
        new ToolState.NotSetAside(tool, aside()));
  }

  private Step place() {
    return new Step(
        "put a guard in the place of " + tool,
        List.of(new Act.Create(beside(), text, 0755), new Act.Move(beside(), tool)),
        new State.FileIs(tool, Optional.of(text)),
        List.of(
            new Act.Discard(beside()),
            run("cp", "-pT", aside(), beside()),
            // a name that is changed may be on the disk before the file is
            new Act.Sync(beside()),
            new Act.Move(beside(), tool)),
        itself());
  }

  private State itself() {
    return new ToolState.Itself(tool, beside(), text);
  }

  private Path aside() {
    return Path.of(tool + ".distrib");
  }

  private Path beside() {
    return Path.of(tool + ".gangway");
  }

  private static Act run(Object... words) {
    return new Act.Run(Command.of(Stream.of(words).map(Object::toString).toArray(String[]::new)));
  }
}
