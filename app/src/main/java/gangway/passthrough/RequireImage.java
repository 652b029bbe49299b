package gangway.passthrough;

import gangway.Problem;
import gangway.boot.initramfs.Initramfs;
import gangway.machine.WritableMachine;
import gangway.plan.Action;
import java.nio.file.Path;

/**
 * Checks a new initramfs image before it replaces the present one, because a tool can report
 * success for an image with which the host does not boot. Changes nothing.
 *
 * @param built the new image
 */
public record RequireImage(Path built) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    Initramfs tool = Initramfs.of(machine);
    String missing = tool.missing(machine, built).orElse("");
    if (!missing.isEmpty()) {
      throw Problem.failed(
          "%s has built an initramfs image without %s".formatted(tool, missing),
          "find out why: run the command by hand with another file, then run gangway again",
          "image: " + built);
    }
  }

  @Override
  public String toString() {
    return "check that %s is complete".formatted(built);
  }
}
