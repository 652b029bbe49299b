package gangway.host;

import gangway.Answer;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.xen.guest.BackendDisk;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.guest.RunState;
import gangway.xen.guest.RunStates;
import gangway.xenstore.XenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A guest that is suspended, with what shows whether a save or migration left it so, and whether it
 * may run somewhere else.
 *
 * @param pausedToo whether it is paused as well: a tool pauses a suspended domain only after its
 *     state was saved or migrated completely (tools/xl/xl_saverestore.c; xc_domain_pause in
 *     tools/libs/light/libxl_domain.c)
 * @param replicated whether xl replicates it to another host (Remus), which then runs it if this
 *     host fails
 * @param twins the other domains of this host with its UUID, or with its name before a migration
 * @param sharedDisks the other domains of this host that use a disk of it, one line each
 * @param kept the operations of this boot that saved or migrated it, and that {@code recover
 *     --as-is} closed: the time and the command of each
 * @param saving the processes that may be saving or migrating it
 * @param suspendable whether this host's xl can suspend a guest on request ({@code xl suspend})
 */
public record SuspendedGuest(
    Guest guest,
    Domain domain,
    boolean pausedToo,
    boolean replicated,
    List<Domain> twins,
    List<String> sharedDisks,
    List<String> kept,
    FoundProcesses saving,
    Answer suspendable) {
  /** The name of a guest whose state another host has and may run (tools/xl/xl_migrate.c). */
  private static final String LEFT = "--migratedaway";

  /** The name of a guest whose state is arriving from another host (tools/xl/xl_vmcontrol.c). */
  private static final String ARRIVING = "--incoming";

  public SuspendedGuest {
    twins = List.copyOf(twins);
    sharedDisks = List.copyOf(sharedDisks);
    kept = List.copyOf(kept);
  }

  static Optional<SuspendedGuest> read(
      Machine machine, XenStore store, Guest guest, List<Domain> all, FoundProcesses saving) {
    Domain domain = guest.running().orElseThrow();
    RunStates state = RunStates.only(machine, domain.domid());
    if (!state.of(domain.domid()).equals(Optional.of(RunState.SUSPENDED))) {
      return Optional.empty();
    }
    List<Domain> others = all.stream().filter(other -> other.domid() != domain.domid()).toList();
    return Optional.of(
        new SuspendedGuest(
            guest,
            domain,
            state.paused().contains(domain.domid()),
            !store.list("/libxl/" + domain.domid() + "/remus").isEmpty(),
            others.stream().filter(other -> twins(domain, other)).toList(),
            sharedDisks(BackendDisk.read(store), domain, others),
            kept(machine, domain.name()),
            saving,
            suspendable(machine)));
  }

  private static boolean twins(Domain one, Domain other) {
    return lasting(one.name()).equals(lasting(other.name()))
        || (!one.uuid().isEmpty() && one.uuid().equals(other.uuid()));
  }

  /** A guest's name without what xl appends during a migration. */
  private static String lasting(String name) {
    return Stream.of(LEFT, ARRIVING)
        .filter(name::endsWith)
        .findFirst()
        .map(end -> name.substring(0, name.length() - end.length()))
        .orElse(name);
  }

  private static List<String> sharedDisks(
      Map<Integer, List<BackendDisk>> disks, Domain domain, List<Domain> others) {
    List<BackendDisk> own = disks.getOrDefault(domain.domid(), List.of());
    List<String> shared = new ArrayList<>();
    for (Domain other : others) {
      String same =
          disks.getOrDefault(other.domid(), List.of()).stream()
              .filter(disk -> own.stream().anyMatch(mine -> same(mine, disk)))
              .map(BackendDisk::name)
              .collect(Collectors.joining(", "));
      if (!same.isEmpty()) {
        shared.add("%s uses %s too".formatted(other, same));
      }
    }
    return shared;
  }

  private static boolean same(BackendDisk one, BackendDisk other) {
    return (one.path().isPresent() && one.path().equals(other.path()))
        || (one.number().isPresent() && one.number().equals(other.number()))
        || (one.other().isPresent() && one.other().equals(other.other()));
  }

  private static List<String> kept(Machine machine, String guest) {
    return new Journal(machine)
        .closed().stream()
            .filter(run -> run.end().filter(end -> end.outcome() == Outcome.LEFT).isPresent())
            .filter(run -> run.claims().contains(new Claim.OfState(guest)))
            .filter(run -> run.header().author().ofThisBoot(machine))
            .map(run -> "%s: 'gangway %s'".formatted(run.begun(), run.command()))
            .toList();
  }

  /** By the commands that {@code xl help} lists; unknown if save is not among them. */
  private static Answer suspendable(Machine machine) {
    List<String> commands =
        machine.ask(Command.of("xl", "help")).map(Result::out).stream()
            .flatMap(String::lines)
            .map(line -> line.strip().split("\\s", 2)[0])
            .toList();
    return commands.contains("save") ? Answer.of(commands.contains("suspend")) : Answer.UNKNOWN;
  }

  /** Its name. */
  public String name() {
    return domain.name();
  }

  /** Whether its name says that another host may run it. */
  public boolean left() {
    return name().endsWith(LEFT);
  }

  /** Whether its name says that its state may be incomplete. */
  public boolean arriving() {
    return name().endsWith(ARRIVING);
  }

  /** Its name before a migration. */
  public String formerName() {
    return lasting(name());
  }
}
