package gangway.handover;

import gangway.machine.Ssh;
import gangway.toolstack.GuestCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The steps that bring a guest's state to another host; only root can read it on either. */
public final class CarrySteps {
  private CarrySteps() {}

  /** Makes the folder it is in here, which may stay. */
  public static Step folder(Path folder) {
    return new Step(
        "have the folder " + folder,
        List.of(new Act.MakeFolder(folder, 0700)),
        new State.ToldByTool(),
        List.of(),
        new State.Anything());
  }

  /**
   * Copies a file to the same path there. It is of no use there without the note beside it, which
   * does not go with it.
   *
   * @param folder the one it is in
   */
  public static Step bring(Ssh host, Path folder, Path image) {
    return new Step(
        "bring %s to %s".formatted(image, host),
        List.of(
            new Act.Run(host.command("install", "-d", "-m", "700", folder.toString())),
            new Act.Run(host.copy(image).within(GuestCommands.LONG)),
            new Act.Run(host.command("sync", image.toString()).within(GuestCommands.LONG))),
        new RemoteState.HasCopy(host, image),
        List.of(new Act.Run(host.command("rm", "-f", "--", image.toString()))),
        new RemoteState.FileIsOn(host, image, Optional.empty()));
  }
}
