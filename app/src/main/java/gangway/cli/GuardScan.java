package gangway.cli;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.machine.Machine;
import gangway.xen.guest.SavedImage;
import java.nio.file.Path;
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
    return Options.examples(spec, "gangway guard scan /var/lib/xen/save /srv");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    List<Path> paths =
        Stream.of(arguments.matchedPositionalValue(0, new String[0])).map(Path::of).toList();
    int found = 0;
    for (Path path : paths) {
      Path whole = session.absolute(path);
      for (Path file : files(session.machine(), path, whole)) {
        Optional<SavedImage> image = SavedImage.read(session.machine(), file);
        image.ifPresent(saved -> print(session, path.resolve(whole.relativize(file)), file, saved));
        found += image.isPresent() ? 1 : 0;
      }
    }
    if (found == 0) {
      session.console().complain(Style.PLAIN, "no image of a saved guest found");
    }
    return found == 0 ? ExitCode.NOTHING : ExitCode.DONE;
  }

  /**
   * @param named the image as the user has named it
   */
  private static void print(Session session, Path named, Path whole, SavedImage image) {
    Machine machine = session.machine();
    Optional<SavedGuestNote> manifest = SavedGuestNote.beside(machine, whole);
    String recorded =
        manifest
            .map(had ->
                "; 'gangway restore' gives the guest its devices again: " + had.functions().size())
            .orElse("");
    String incomplete = SavedImage.complete(machine, whole) ? "" : "; the image is incomplete";
    boolean safe = incomplete.isEmpty() && (image.safe() || manifest.isPresent());
    session
        .console()
        .line(safe ? Style.PLAIN : Style.YELLOW, named + ": " + image + recorded + incomplete);
  }

  private static List<Path> files(Machine machine, Path named, Path whole) {
    List<Path> files = machine.filesBelow(whole);
    if (files.isEmpty() && machine.real(whole).isEmpty()) {
      throw Problem.usage("'" + named + "' does not exist", "name an existing file or directory");
    }
    return files;
  }
}
