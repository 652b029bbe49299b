package gangway.cli;

import gangway.Problem;
import gangway.guard.GuestRisk;
import gangway.guard.LibvirtFile;
import gangway.guard.LibvirtHook;
import gangway.guard.Lock;
import gangway.guard.Locks;
import gangway.guard.Manifest;
import gangway.guard.Refusals;
import gangway.guard.Risks;
import gangway.guard.XlCall;
import gangway.handover.Chore;
import gangway.journal.Author;
import gangway.json.JsonWriter;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import gangway.migration.OrderlyShutdown;
import gangway.migration.Restoring;
import gangway.migration.SavedGuests;
import gangway.toolstack.DomainXml;
import gangway.toolstack.SavedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard}: keeps guests from being saved or migrated that would not survive it. */
final class GuardCommand implements Command {
  /** More than any guest's definition takes. */
  private static final int MOST_BYTES = 1024 * 1024;

  private static final String SEES = "only root can see which guests have had devices";

  @Override
  public CommandSpec spec() {
    return Options.command(
            "guard", "Keeps guests that have, or had, a device from being saved or migrated.")
        .addSubcommand(
            "status",
            Options.command("status", "Shows the locks, and the running guests that are at risk.")
                .addOption(Options.flag("--json", "Print JSON.")))
        .addSubcommand(
            "install",
            Options.command(
                "install", "Has Xen's tools ask Gangway before a guest is saved or restored."))
        .addSubcommand("remove", Options.command("remove", "Puts Xen's tools back as they were."))
        .addSubcommand(
            "shutdown",
            Options.command(
                "shutdown",
                "Shuts the guests at risk down, in order, or does what their policies say: for when"
                    + " the host goes down."))
        .addSubcommand(
            "resume",
            Options.command(
                "resume",
                "Restores the guests that 'gangway guard shutdown' saved, with their devices."))
        .addSubcommand(
            "scan",
            Options.command("scan", "Looks for saved guests that had, or may have had, devices.")
                .addPositional(
                    Options.arguments(0, "PATH", "Files that guests were saved to, or folders.")))
        .addSubcommand(
            "ask",
            Options.command("ask", "Tells whether a command line of xl is safe: for scripts.")
                .addPositional(Options.arguments(0, "WORD", "What comes after \"xl\".")))
        .addSubcommand(
            "hook",
            Options.command(
                    "hook", "Tells libvirt whether a guest may be made, of what is on its input.")
                .addPositional(
                    Options.arguments(
                        0,
                        "WORD",
                        "libvirt's operation, then the saved states that are open: descriptor and"
                            + " path of each.")));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    ParseResult which = arguments.subcommand();
    return switch (which.commandSpec().name()) {
      case "status" -> status(session, which.hasMatchedOption("--json"));
      case "install" -> install(session.actingMachine(), session.console());
      case "remove" -> remove(session.actingMachine(), session.console());
      case "shutdown" -> shutdown(session);
      case "resume" -> resume(session);
      case "hook" -> hook(words(which).toList(), session);
      case "scan" -> scan(session, words(which).map(Path::of).toList());
      default -> ask(words(which).toList(), session);
    };
  }

  private static Stream<String> words(ParseResult arguments) {
    return Stream.of(arguments.matchedPositionalValue(0, new String[0]));
  }

  private static ExitCode status(Session session, boolean json) {
    session.mustBeRoot(SEES);
    Locks locks = Locks.read(session.machine(), launcher());
    List<GuestRisk> risks = Risks.read(session.machine());
    if (json) {
      Json.print(session.console(), generator -> write(generator, locks, risks));
    } else {
      locks.all().forEach(lock -> print(session.console(), lock));
      locks.libvirt().stream()
          .filter(file -> file.standing() != Lock.Standing.WITHOUT)
          .forEach(file -> print(session.console(), file));
      risks.forEach(guest -> print(session.console(), guest));
    }
    return locks.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(Console console, Lock lock) {
    boolean locked = lock.standing() == Lock.Standing.LOCKED;
    console.line(locked ? Style.GREEN : Style.RED, (locked ? "locked: " : "open: ") + lock);
  }

  private static void print(Console console, LibvirtFile file) {
    boolean works = file.standing() == Lock.Standing.LOCKED && file.heeded();
    console.line(works ? Style.GREEN : Style.PLAIN, (works ? "heeded: " : "not heeded: ") + file);
  }

  private static void print(Console console, GuestRisk guest) {
    boolean present = guest.risk().present();
    console.line(
        present ? Style.YELLOW : Style.PLAIN,
        (present ? "at risk: " : "safe: ") + guest.domain() + " " + guest.risk());
  }

  private static void write(JsonWriter json, Locks locks, List<GuestRisk> risks) {
    json.beginObject();
    json.member("complete", locks.complete());
    json.beginArray("locks");
    for (Lock lock : locks.all()) {
      json.beginObject();
      json.member("tool", lock.tool().toString());
      json.member("standing", lock.standing().name().toLowerCase(Locale.ROOT));
      json.endObject();
    }
    json.endArray();
    json.beginArray("libvirt");
    for (LibvirtFile file : locks.libvirt()) {
      json.beginObject();
      json.member("file", file.kind().file().toString());
      json.member("standing", file.standing().name().toLowerCase(Locale.ROOT));
      json.member("heeded", file.heeded());
      json.endObject();
    }
    json.endArray();
    json.beginArray("guests");
    for (GuestRisk guest : risks) {
      json.beginObject();
      json.member("name", guest.domain().name());
      json.member("domid", guest.domain().domid());
      json.member("atRisk", guest.risk().present());
      json.member("why", guest.risk().toString());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private static ExitCode install(ActingMachine machine, Console console) {
    if (!machine.exists(launcher())) {
      throw Problem.refused(
          "there is no program that Xen's tools could ask",
          "run the one that is unpacked from Gangway's archive",
          "not there: " + launcher());
    }
    Locks locks = Locks.read(machine, launcher());
    if (locks.all().isEmpty()) {
      throw Problem.refused(
          "there is nothing to lock: Xen's tools are not here", "install them (xen-utils) first");
    }
    if (locks.all().stream().allMatch(lock -> lock.standing() == Lock.Standing.WITHOUT)) {
      throw Problem.refused(
          "there is no lock for this host",
          "see 'gangway guard status' before you save or migrate a guest",
          "a package of it would overwrite a front in the place of one of its tools, for it has no"
              + " dpkg-divert");
    }
    return perform(
        locks.install(),
        machine,
        console,
        "Xen's tools ask Gangway before a guest is saved, migrated or restored");
  }

  private static ExitCode remove(ActingMachine machine, Console console) {
    return perform(
        Locks.read(machine, launcher()).remove(), machine, console, "Xen's tools ask nobody");
  }

  private static ExitCode perform(
      Optional<Chore> chore, ActingMachine machine, Console console, String done) {
    if (chore.isEmpty()) {
      console.line("already so: " + done);
      return ExitCode.DONE;
    }
    Refusals.forget(machine);
    chore.get().perform(machine, Author.present(machine), new Printing(console));
    console.line(Style.GREEN, "done: " + done);
    return ExitCode.DONE;
  }

  private static ExitCode shutdown(Session session) {
    session.mustBeRoot(SEES);
    boolean none =
        OrderlyShutdown.perform(session.actingMachine(), new GuestsShutdown(session.console()));
    return none ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static ExitCode resume(Session session) {
    session.mustBeRoot("only root can restore a guest");
    Console console = session.console();
    SavedGuests saved = new SavedGuests(session.actingMachine());
    ExitCode exit = ExitCode.DONE;
    for (Path image : saved.waiting()) {
      try {
        Restoring restored = saved.restore(image, new Printing(console));
        console.line(Style.GREEN, "done: guest %s is back".formatted(restored.guest()));
      } catch (Problem why) {
        console.report(why);
        exit = ExitCode.of(why.kind());
      }
    }
    return exit;
  }

  /** The program that is asked, as it lies in its own folder, beside its Java. */
  private static Path launcher() {
    return Path.of(System.getProperty("java.home", "/")).resolveSibling("bin").resolve("gangway");
  }

  private static ExitCode scan(Session session, List<Path> paths) {
    Console console = session.console();
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
      console.complain(Style.PLAIN, "no saved guest there");
    }
    return found == 0 ? ExitCode.NOTHING : ExitCode.DONE;
  }

  private static void print(Session session, Path named, Path whole, SavedImage image) {
    Machine machine = session.machine();
    Optional<Manifest> manifest = Manifest.beside(machine, whole);
    String noted =
        manifest
            .map(had -> "; 'gangway restore' gives it what it had: " + had.functions().size())
            .orElse("");
    String cut = SavedImage.complete(machine, whole) ? "" : "; not all of it is there";
    boolean safe = cut.isEmpty() && (image.safe() || manifest.isPresent());
    session.console().line(safe ? Style.PLAIN : Style.YELLOW, named + ": " + image + noted + cut);
  }

  /**
   * @param named as the user has named it
   */
  private static List<Path> files(Machine machine, Path named, Path whole) {
    List<Path> files = machine.filesBelow(whole);
    if (files.isEmpty() && machine.real(whole).isEmpty()) {
      throw Problem.usage("'" + named + "' is not there", "name a file or a folder that is there");
    }
    return files;
  }

  private static ExitCode ask(List<String> words, Session session) {
    session.mustBeRoot(SEES);
    Optional<Problem> refusal = new Refusals(session.actingMachine()).of(XlCall.parse(words));
    refusal.ifPresent(session.console()::report);
    return refusal.isPresent() ? ExitCode.REFUSED : ExitCode.DONE;
  }

  private static ExitCode hook(List<String> words, Session session) {
    session.mustBeRoot(SEES);
    Optional<DomainXml> guest = DomainXml.parse(input());
    LibvirtHook hook = new LibvirtHook(session.actingMachine());
    Optional<Problem> refusal =
        guest.flatMap(made ->
            words.getFirst().equals("migrate")
                ? hook.ofArrival(made)
                : hook.ofStart(made, open(words)));
    refusal.ifPresent(session.console()::report);
    return refusal.isPresent() ? ExitCode.REFUSED : ExitCode.DONE;
  }

  private static String input() {
    try {
      return new String(System.in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<LibvirtHook.Open> open(List<String> words) {
    List<LibvirtHook.Open> open = new ArrayList<>();
    for (int i = 1; i + 1 < words.size(); i += 2) {
      open.add(new LibvirtHook.Open(Path.of(words.get(i)), words.get(i + 1)));
    }
    return open;
  }
}
