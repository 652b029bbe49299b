package gangway.migration;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.Chore;
import gangway.handover.Plan;
import gangway.handover.Progress;
import gangway.handover.Rehearsal;
import gangway.handover.RestartSteps;
import gangway.handover.RestoreSteps;
import gangway.handover.Step;
import gangway.host.Host;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.machine.Clock;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.toolstack.DefinitionFile;
import gangway.toolstack.SavedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A saved guest that is to be restored, and to be given again what it had, or what is equal to
 * that.
 *
 * @param functions those of this host that it is to have
 * @param later those of them that it is given once it runs
 */
public record Restoring(String guest, List<Address> functions, Plan plan, List<Address> later) {

  /**
   * What is noted of a saved guest.
   *
   * @throws Problem of kind REFUSED if nothing is
   */
  public static Manifest manifest(Machine machine, Path image) {
    return Manifest.beside(machine, image)
        .orElseThrow(() ->
            Problem.refused(
                "'%s' was not saved by 'gangway save'".formatted(image),
                "see what it is with 'gangway guard scan', and restore it with the tool that saved"
                    + " it",
                "not there, or not readable: " + Manifest.file(image)));
  }

  /**
   * Looks at what a guest was saved in, and at this host.
   *
   * @param instead other functions for some that the guest had, by the addresses of those
   * @throws Problem of kind REFUSED if it cannot be restored here, or not with all it had
   */
  public static Restoring of(Machine machine, Path image, Map<Address, Address> instead) {
    Manifest manifest = manifest(machine, image);
    mustBeFirst(manifest, image);
    Inventory inventory = new Observer(machine).inventory();
    if (inventory.domains().running().stream()
        .anyMatch(domain -> domain.name().equals(manifest.guest()))) {
      throw Problem.refused(
          "guest '%s' runs already".formatted(manifest.guest()),
          "see 'gangway guests'; two of the same would spoil its disks");
    }
    Offers offers = Offers.of(inventory);
    return manifest.definition().isPresent()
        ? cold(machine, manifest, offers.inPlaceOf(manifest.functions(), instead))
        : warm(machine, image, manifest, offers, instead);
  }

  private static Restoring warm(
      Machine machine,
      Path image,
      Manifest manifest,
      Offers offers,
      Map<Address, Address> instead) {
    SavedImage saved = whole(machine, image);
    List<Address> functions = offers.inPlaceOf(manifest.functions(), instead);
    RestoreSteps steps =
        new RestoreSteps(
            manifest.guest(), saved.writer(), image, used(machine.clock(), manifest, image));
    return new Restoring(
        manifest.guest(),
        functions,
        new Plan(List.of(functions.isEmpty() ? steps.restoreUntold() : steps.restore())),
        functions);
  }

  /** It is made of its definition again, which gets other functions where it has others now. */
  private static Restoring cold(Machine machine, Manifest manifest, List<Address> functions) {
    String guest = manifest.guest();
    DefinitionFile definition =
        Restart.definition(machine, guest)
            .filter(one -> manifest.definition().equals(Optional.of(one.file())))
            .orElseThrow(() ->
                Problem.refused(
                    "the definition of guest '%s' is not where it was".formatted(guest),
                    "bring it back there, and have no other one in /etc/xen",
                    "it was started from " + manifest.definition().orElseThrow()));
    DefinitionFile now =
        definition.with(
            definition.content().replacing(Manifest.places(manifest.functions(), functions)));
    List<Step> steps = new ArrayList<>();
    if (!now.text().equals(definition.text())) {
      steps.add(
          Step.replacing(
              "have its definition name what it is to have, in " + now.file(),
              new FileEdit(now.file(), Optional.of(definition.text()), Optional.of(now.text()))));
    }
    steps.add(RestartSteps.start(now, functions));
    return new Restoring(guest, functions, new Plan(steps), List.of());
  }

  /**
   * Restores a guest in a run of its own, and gives it what it is to have in another one.
   *
   * @param words what the journal calls both
   * @param told is told what there is to say about giving it functions
   * @return what there is to say of it afterwards
   * @throws Problem of kind REFUSED or FAILED if everything is as it was; of kind INCONSISTENT if
   *     it is not, as where the guest is back and not its devices
   */
  public static Restored carriedOut(
      ActingMachine machine,
      List<String> words,
      Path image,
      Map<Address, Address> instead,
      Progress progress,
      Consumer<Verdict> told) {
    String guest = manifest(machine, image).guest();
    RunWriter run =
        RunWriter.begin(
            machine,
            Author.present(machine),
            words,
            Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Restoring restoring = run.found(() -> of(machine, image, instead));
    Chore.perform(machine, run, restoring.plan, progress);
    return new Restored(
        restoring,
        restoring.later.isEmpty() ? List.of() : restoring.giving(machine, words, progress, told));
  }

  /**
   * A guest that is back.
   *
   * @param remarks what is to be said of what it has
   */
  public record Restored(Restoring restoring, List<Finding> remarks) {}

  /** From here on there is no way back: the guest runs. */
  private List<Finding> giving(
      ActingMachine machine, List<String> words, Progress progress, Consumer<Verdict> told) {
    Set<Claim> claims = new HashSet<>();
    claims.add(new Claim.OfGuest(guest));
    later.forEach(function -> claims.add(new Claim.OfFunction(function)));
    try {
      RunWriter run = RunWriter.begin(machine, Author.present(machine), words, claims);
      Rehearsal attach = run.found(() -> attach(machine));
      told.accept(attach.verdict());
      if (attach.verdict().refused()) {
        run.drop();
        throw Problem.refused("it is refused", "", "it is refused, as is told above");
      }
      return attach.perform(machine, run, progress);
    } catch (Problem why) {
      throw Problem.inconsistent(
          "guest '%s' is restored, but does not have its devices".formatted(guest),
          "see to that, then 'gangway %s'".formatted(attachWords()),
          why.evidence());
    }
  }

  private Rehearsal attach(Machine machine) {
    Observer observer = new Observer(machine);
    Request attach = new Request.Attach(guest, later, Set.of(Reach.NOW));
    Host host = observer.forRequest(observer.inventory(), attach);
    return Rehearsal.of(host, Verdict.of(host, attach, List.of()));
  }

  /** The command that gives it what it is to have. */
  public String attachWords() {
    return "attach --now %s %s"
        .formatted(guest, later.stream().map(Address::toString).collect(Collectors.joining(" ")));
  }

  private static void mustBeFirst(Manifest manifest, Path image) {
    manifest
        .restored()
        .ifPresent(when -> {
          throw Problem.refused(
              "guest '%s' was restored from '%s' before".formatted(manifest.guest(), image),
              "start it from its definition: its disks have changed since, and the state in the"
                  + " file would spoil them",
              "restored, or begun to be, at " + when);
        });
  }

  private static SavedImage whole(Machine machine, Path image) {
    return SavedImage.read(machine, image)
        .filter(_ -> SavedImage.complete(machine, image))
        .orElseThrow(() ->
            Problem.refused(
                "'" + image + "' is not all of a guest's state",
                "start the guest from its definition; what was not on its disks is lost"));
  }

  private static FileEdit used(Clock clock, Manifest manifest, Path image) {
    return new FileEdit(
        Manifest.file(image),
        Optional.of(manifest.text()),
        Optional.of(manifest.restoredNow(clock).text()));
  }
}
