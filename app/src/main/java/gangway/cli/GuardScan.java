package gangway.cli;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.machine.Machine;
import gangway.view.SavedImageView;
import gangway.view.SavedImagesView;
import gangway.xen.guest.SavedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard scan}: finds images of saved guests that had devices. */
final class GuardScan implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("scan", "Find saved images of guests that had, or may have had, devices.")
            .addPositional(
                Options.arguments(0, "PATH", "Image files, or directories to search for them."));
    return Options.examples(
        spec.addOption(Options.json()), "gangway guard scan /var/lib/xen/save /srv");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    List<Path> paths =
        Stream.of(arguments.matchedPositionalValue(0, new String[0])).map(Path::of).toList();
    List<SavedImageView> found = new ArrayList<>();
    for (Path path : paths) {
      Path whole = session.absolute(path);
      for (Path file : files(session.machine(), path, whole)) {
        Optional<SavedImage> image = SavedImage.read(session.machine(), file);
        if (image.isPresent()) {
          found.add(print(session, path.resolve(whole.relativize(file)), file, image.get()));
        }
      }
    }
    session.report().members(new SavedImagesView(found));
    if (found.isEmpty()) {
      session.console().complain(Style.PLAIN, "no image of a saved guest found");
    }
    return found.isEmpty() ? ExitCode.NOTHING : ExitCode.DONE;
  }

  /**
   * Prints an image.
   *
   * @param named the image as the user has named it
   */
  private static SavedImageView print(Session session, Path named, Path whole, SavedImage image) {
    Machine machine = session.machine();
    Optional<SavedGuestNote> manifest = SavedGuestNote.beside(machine, whole);
    String recorded =
        manifest
            .map(had ->
                "; 'gangway restore' gives the guest its devices again: " + had.functions().size())
            .orElse("");
    boolean complete = SavedImage.complete(machine, whole);
    String incomplete = complete ? "" : "; the image is incomplete";
    boolean safe = complete && (image.safe() || manifest.isPresent());
    session
        .text()
        .line(safe ? Style.PLAIN : Style.YELLOW, named + ": " + image + recorded + incomplete);
    return SavedImageView.of(
        named, image, manifest.map(had -> had.functions().size()), complete, safe);
  }

  private static List<Path> files(Machine machine, Path named, Path whole) {
    List<Path> files = machine.filesBelow(whole);
    if (files.isEmpty() && machine.real(whole).isEmpty()) {
      throw Problem.usage("'" + named + "' does not exist", "name an existing file or directory");
    }
    return files;
  }
}
