package gangway.migration;

import gangway.machine.Ssh;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The steps that copy the state of a guest to another host; on both hosts only root can read it.
 */
public final class CopySteps {
  private CopySteps() {}

  /** Creates the folder of the image on this host; an undo keeps the folder. */
  public static Step folder(Path folder) {
    return new Step(
        "create the folder " + folder,
        List.of(new Action.MakeFolder(folder, 0700)),
        new Condition.NotVerifiable(),
        List.of(),
        new Condition.NeverUndone());
  }

  /**
   * Copies a file to the same path on the other host: an image, or the note next to it. Without the
   * note, the image cannot be restored there.
   *
   * @param folder the folder of the file
   */
  public static Step bring(Ssh host, Path folder, Path file) {
    return new Step(
        "copy %s to %s".formatted(file, host),
        List.of(
            new Action.Run(host.command("install", "-d", "-m", "700", folder.toString())),
            new Action.Run(host.copy(file).unlimited()),
            new Action.Run(host.command("sync", file.toString()).unlimited())),
        new RemoteCondition.HostHasCopy(host, file),
        List.of(new Action.Run(host.command("rm", "-f", "--", file.toString()))),
        new RemoteCondition.FileIsOnHost(host, file, Optional.empty()));
  }

  /** Deletes a file of a guest that has left this host. */
  public static Step delete(Path file) {
    return Step.lasting(
        "delete " + file, List.of(new Action.DeleteFile(file)), new Condition.Absent(file));
  }

  /** Deletes a file on the other host. */
  public static Step delete(Ssh host, Path file) {
    return Step.lasting(
        "delete %s on %s".formatted(file, host),
        List.of(new Action.Run(host.command("rm", "-f", "--", file.toString()))),
        new RemoteCondition.FileIsOnHost(host, file, Optional.empty()));
  }
}
