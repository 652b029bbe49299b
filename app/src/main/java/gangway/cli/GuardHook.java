package gangway.cli;

import gangway.Problem;
import gangway.guard.LibvirtHook;
import gangway.xen.definition.libvirt.DomainXml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard hook}: what libvirt's hook script calls. */
final class GuardHook implements Command {
  /** Larger than any guest's definition. */
  private static final int MAX_BYTES = 1024 * 1024;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "hook",
                "Tell libvirt whether a guest may start. libvirt's hook calls this.",
                "Reads the guest's definition from standard input. Exit code 3 if the guest must"
                    + " not start.")
            .addPositional(
                Options.arguments(
                    0,
                    "WORD",
                    "libvirt's operation, then file descriptor and path of each open image."));
    return Options.examples(spec, "gangway guard hook start < pv1.xml");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    List<String> words = List.of(arguments.matchedPositionalValue(0, new String[0]));
    session.mustBeRoot(GuardCommand.ROOT_SEES_DEVICES);
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
      return new String(System.in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
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
