package gangway.handover;

import gangway.machine.Command;
import gangway.machine.Ssh;
import gangway.pci.Address;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.Domain;
import gangway.toolstack.GuestCommands;
import gangway.toolstack.Xl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps that shut a guest down and start it anew, here or on another host: a kernel that starts
 * has nothing left of any device.
 *
 * @param boot the present boot of this host
 * @param definition what it is started from here
 * @param functions what it has now
 */
public record RestartSteps(
    Domain guest, String boot, DefinitionFile definition, List<Address> functions) {
  /** A folder beside its definition: what lies there xl and xendomains do not come across. */
  private static final Path AWAY = Path.of("moved");

  public RestartSteps {
    functions = List.copyOf(functions);
  }

  /** Tells the guest to shut itself down; it is started again if anything fails. */
  public Step shutDown() {
    return shutDown(Optional.empty());
  }

  private Step shutDown(Optional<State> safe) {
    return new Step(
        "shut guest %s down".formatted(guest.name()),
        List.of(new Act.Run(new Xl().shutdown(guest))),
        new StartState.ShutDown(guest.domid(), boot),
        Stream.concat(
                safe.<Act>map(Act.Assure::new).stream(),
                Stream.of(
                    new Act.Unless(
                        new SavedState.Runs(guest.name()), create(definition, functions))))
            .toList(),
        new StartState.Started(guest.name(), functions));
  }

  private static Command create(DefinitionFile definition, List<Address> functions) {
    List<Address> further = new ArrayList<>(functions);
    further.removeAll(definition.content().functions());
    return Xl.create(definition.file(), further);
  }

  /**
   * Starts a guest that was shut down.
   *
   * @param functions what it is to have: all that its definition names, and what else
   */
  public static Step start(DefinitionFile definition, List<Address> functions) {
    String guest = definition.content().guest();
    return new Step(
        "start guest " + guest,
        List.of(new Act.Run(create(definition, functions))),
        new StartState.Started(guest, functions),
        List.of(),
        new SavedState.NotRunning(guest));
  }

  /**
   * Takes it to another host. Its definition is nowhere for a moment rather than on both, where two
   * could be started of it; and nothing is taken back unless it is known not to run there.
   *
   * @param there its definition on that host
   * @param further what it is to have there beside what that names
   */
  public List<Step> to(Ssh host, DefinitionFile there, List<Address> further) {
    State safe = new RemoteState.LacksGuest(host, guest.name());
    return List.of(
        shutDown(Optional.of(safe)),
        putAway(safe),
        bring(host, there, safe),
        start(host, there.file(), further, safe));
  }

  private Step putAway(State safe) {
    Path file = definition.file();
    Path away = away(file);
    State here = new State.FileIs(file, Optional.of(definition.text()));
    return new Step(
        "put its definition away, as " + away,
        List.of(
            new Act.Assure(here),
            new Act.MakeFolder(away.resolveSibling(""), 0755),
            new Act.Move(file, away)),
        new State.All(
            List.of(
                new State.FileIs(file, Optional.empty()),
                new State.FileIs(away, Optional.of(definition.text())))),
        List.of(new Act.Assure(safe), new Act.Move(away, file)),
        here);
  }

  /** Where the definition of a guest is put that is elsewhere now. */
  public static Path away(Path file) {
    return file.resolveSibling(AWAY).resolve(String.valueOf(file.getFileName()));
  }

  private static Step bring(Ssh host, DefinitionFile there, State safe) {
    String file = there.file().toString();
    State written = new RemoteState.FileIsOn(host, there.file(), Optional.of(there.text()));
    return new Step(
        "write its definition on %s, as %s".formatted(host, file),
        List.of(
            new Act.Run(
                host.command("dd", "of=" + file, "conv=excl,fsync", "status=none")
                    .withInput(there.text()))),
        written,
        // what is not all of it may be somebody else's
        List.of(
            new Act.Assure(safe),
            new Act.Assure(written),
            new Act.Run(host.command("rm", "-f", "--", file))),
        new RemoteState.FileIsOn(host, there.file(), Optional.empty()));
  }

  private Step start(Ssh host, Path file, List<Address> further, State safe) {
    String[] words = Xl.create(file, further).words().toArray(String[]::new);
    return new Step(
        "start guest %s on %s".formatted(guest.name(), host),
        List.of(new Act.Run(host.command(words).within(GuestCommands.LONG))),
        new RemoteState.RunsOn(host, guest.name()),
        List.of(),
        safe);
  }
}
