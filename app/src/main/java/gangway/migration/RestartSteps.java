package gangway.migration;

import gangway.host.DomainStart;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.passthrough.DestroyUnfinishedStart;
import gangway.passthrough.GuestCondition;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Domain;
import gangway.xen.toolstack.Xl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps that shut a guest down and start it again, on this host or on another one: a freshly
 * booted kernel holds nothing of earlier devices.
 *
 * @param boot the id of this host's current boot
 * @param definition the guest's definition on this host
 * @param functions the functions that the guest has now
 * @param uuid the UUID of the domain if an undo starts the guest again
 * @param highest the highest domain ID of this host now
 */
record RestartSteps(
    Domain guest,
    String boot,
    DefinitionFile definition,
    List<PciAddress> functions,
    StartUuid uuid,
    int highest) {
  /** A folder next to the definition, which xl and xendomains do not read. */
  private static final Path AWAY = Path.of("moved");

  RestartSteps {
    functions = List.copyOf(functions);
  }

  /** Shuts the guest down; an undo cancels the request, or starts the guest again. */
  public Step shutDown() {
    return shutDown(Optional.empty());
  }

  private Step shutDown(Optional<Condition> safe) {
    return new Step(
        "shut down guest %s".formatted(guest.name()),
        List.of(new Action.Run(new Xl().shutdown(guest))),
        new GuestCondition.DomainShutDown(guest.domid(), boot),
        Stream.concat(
                safe.<Action>map(Action.Require::new).stream(),
                Stream.of(
                    new CancelShutdown(guest.domid(), boot),
                    // an undo that was killed while it started the guest
                    new DestroyUnfinishedStart(
                        new DomainStart(guest.name(), uuid.uuid(), highest, boot)),
                    new Action.RunUnless(
                        new GuestCondition.GuestRuns(guest.name()),
                        create(definition, functions, uuid))))
            .toList(),
        new Condition.All(
            List.of(
                new ShutdownNotRequested(guest.domid(), boot),
                new GuestCondition.GuestStarted(guest.name(), functions))));
  }

  private static Command create(
      DefinitionFile definition, List<PciAddress> functions, StartUuid uuid) {
    List<PciAddress> further = new ArrayList<>(functions);
    further.removeAll(definition.content().functions());
    return Xl.create(definition.file(), further, uuid.setting());
  }

  /**
   * Starts a guest that was shut down. If xl is killed, the undo destroys the domain that xl has
   * left, if that domain has never run.
   *
   * @param functions the functions that the guest gets: those of its definition and others
   */
  public static Step start(Machine machine, DefinitionFile definition, List<PciAddress> functions) {
    String guest = definition.content().guest();
    StartUuid uuid = StartUuid.of(definition.content());
    DomainStart start = DomainStart.here(machine, guest, uuid.uuid());
    return new Step(
        "start guest " + guest,
        List.of(new Action.Run(create(definition, functions, uuid))),
        new GuestCondition.GuestStarted(guest, functions),
        List.of(new DestroyUnfinishedStart(start)),
        new Condition.All(
            List.of(
                new GuestCondition.GuestNotRunning(guest),
                new GuestCondition.NoDomainOfStart(start))));
  }

  /**
   * Moves the guest to another host. For a moment the definition is on neither host, never on both,
   * where the guest could be started twice. An undo requires that the guest is known not to run on
   * the other host.
   *
   * @param there the guest's definition on the other host
   * @param mode the mode of the definition on this host; on the other host it has the same mode,
   *     because it can contain passwords
   * @param further the functions that the guest gets there besides those of that definition
   * @param uuid the UUID that the guest gets there
   * @param start the start of the guest there
   */
  public List<Step> to(
      Ssh host,
      DefinitionFile there,
      int mode,
      List<PciAddress> further,
      StartUuid uuid,
      DomainStart start) {
    Condition safe = new RemoteCondition.HostLacksGuest(host, guest.name());
    return List.of(
        shutDown(Optional.of(safe)),
        putAway(safe),
        bring(host, there, mode, safe),
        start(host, Xl.create(there.file(), further, uuid.setting()), start, safe));
  }

  private Step putAway(Condition safe) {
    Path file = definition.file();
    Path away = away(file);
    Condition here = new Condition.FileIs(file, Optional.of(definition.text()));
    return new Step(
        "move the definition %s to %s".formatted(file, away),
        List.of(
            new Action.Require(here),
            new Action.MakeFolder(away.resolveSibling(""), 0755),
            new Action.Move(file, away)),
        new Condition.All(
            List.of(
                new Condition.FileIs(file, Optional.empty()),
                new Condition.FileIs(away, Optional.of(definition.text())))),
        List.of(new Action.Require(safe), new Action.Move(away, file)),
        here);
  }

  /** The path to which the definition of a guest is moved when the guest moves to another host. */
  public static Path away(Path file) {
    return file.resolveSibling(AWAY).resolve(String.valueOf(file.getFileName()));
  }

  /** No other user can read the file before it has its mode, with any umask of the login. */
  private static Step bring(Ssh host, DefinitionFile there, int mode, Condition safe) {
    String file = there.file().toString();
    Condition written =
        new RemoteCondition.FileIsOnHost(host, there.file(), Optional.of(there.text()));
    String script =
        "umask 077 && dd of=\"$0\" conv=excl,fsync status=none && chmod -- \"$1\" \"$0\"";
    return new Step(
        "write the definition %s on %s".formatted(file, host),
        List.of(
            new Action.Run(
                host.command("sh", "-c", script, file, "%04o".formatted(mode))
                    .withInput(there.text()))),
        definition(host, there, mode),
        // a file with another text may belong to somebody else
        List.of(
            new Action.Require(safe),
            new Action.Require(written),
            new Action.Run(host.command("rm", "-f", "--", file))),
        new RemoteCondition.FileIsOnHost(host, there.file(), Optional.empty()));
  }

  /** The definition is on the other host, with the mode that it has here. */
  static Condition definition(Ssh host, DefinitionFile there, int mode) {
    return definition(host, there.file(), there, mode);
  }

  /**
   * The definition can be read on the other host under a path, with the mode that it has here.
   *
   * @param path the file, or a link to it
   */
  static Condition definition(Ssh host, Path path, DefinitionFile there, int mode) {
    return new Condition.All(
        List.of(
            new RemoteCondition.FileIsOnHost(host, path, Optional.of(there.text())),
            new RemoteCondition.FileHasModeOnHost(host, path, mode)));
  }

  /** If xl is killed there, the undo destroys the domain that never ran. */
  private Step start(Ssh host, Command create, DomainStart start, Condition safe) {
    String[] words = create.words().toArray(String[]::new);
    return new Step(
        "start guest %s on %s".formatted(guest.name(), host),
        List.of(new Action.Run(host.command(words).unlimited())),
        new RemoteCondition.GuestRunsOnHost(host, guest.name()),
        List.of(new DestroyUnfinishedOnHost(host, start)),
        new Condition.UndoBarrier(
            new Condition.All(List.of(safe, new RemoteCondition.HostLacksStart(host, start)))));
  }
}
