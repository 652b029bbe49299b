package gangway.migration;

import gangway.machine.Ssh;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.xen.toolstack.GuestCommands;
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
        new Condition.Anything());
  }

  /**
   * Copies an image to the same path on the other host. The note next to the image is not copied;
   * without the note, the image cannot be restored there.
   *
   * @param folder the folder of the image
   */
  public static Step bring(Ssh host, Path folder, Path image) {
    return new Step(
        "copy %s to %s".formatted(image, host),
        List.of(
            new Action.Run(host.command("install", "-d", "-m", "700", folder.toString())),
            new Action.Run(host.copy(image).within(GuestCommands.LONG)),
            new Action.Run(host.command("sync", image.toString()).within(GuestCommands.LONG))),
        new RemoteCondition.HostHasCopy(host, image),
        List.of(new Action.Run(host.command("rm", "-f", "--", image.toString()))),
        new RemoteCondition.FileIsOnHost(host, image, Optional.empty()));
  }
}
