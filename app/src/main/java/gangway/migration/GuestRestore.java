package gangway.migration;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.check.Checks;
import gangway.guard.SavedGuestNote;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.RecordedHardware;
import gangway.machine.Clock;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Guests;
import gangway.xen.guest.SavedImage;
import gangway.xen.guest.XapiGuests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The restore of a saved guest, which gets the functions that it had or identical ones.
 *
 * @param functions the functions of this host that the guest gets
 * @param later those of them that are attached after the restore
 */
public record GuestRestore(
    String guest, List<PciAddress> functions, Plan plan, List<PciAddress> later) {
  public GuestRestore {
    functions = List.copyOf(functions);
    later = List.copyOf(later);
  }

  /**
   * The manifest of a saved guest.
   *
   * @throws Problem of kind REFUSED if there is no manifest, or if a user other than root can
   *     change it or the image
   */
  public static SavedGuestNote manifest(Machine machine, Path image) {
    mustBeOfRoot(machine, image);
    return SavedGuestNote.beside(machine, image)
        .orElseThrow(() ->
            Problem.refused(
                "'%s' was not saved by 'gangway save'".formatted(image),
                "identify it with 'gangway guard scan', and restore it with the tool that saved it",
                "missing or not readable: " + SavedGuestNote.file(image)));
  }

  /**
   * Inspects the saved image and this host.
   *
   * @param instead replacement functions, by the addresses of the guest's former functions
   * @throws Problem of kind REFUSED if the guest cannot be restored here with all its functions
   */
  public static GuestRestore of(Machine machine, Path image, Map<PciAddress, PciAddress> instead) {
    SavedGuestNote manifest = manifest(machine, image);
    mustBeFirst(manifest, image);
    if (XapiGuests.manages(machine)) {
      throw Problem.refused(
          "xapi manages the guests of this host, and does not know a guest that xl or libvirt"
              + " restores",
          "restore the guest on the host on which it was saved");
    }
    Inventory inventory = new Observer(machine).inventory();
    if (inventory.domains().running().stream()
        .anyMatch(domain -> domain.name().equals(manifest.guest()))) {
      throw Problem.refused(
          "guest '%s' is already running".formatted(manifest.guest()),
          "see 'gangway guests'; a second instance would corrupt the guest's disks");
    }
    CandidateFunctions offers = CandidateFunctions.of(inventory);
    GuestRestore restore =
        manifest.definition().isPresent()
            ? cold(machine, manifest, offers.inPlaceOf(manifest.functions(), instead))
            : warm(machine, image, manifest, offers, instead);
    mustBeAcknowledged(machine, inventory, restore.functions());
    return restore;
  }

  /** The guest must not run without its devices because their attach is refused afterwards. */
  private static void mustBeAcknowledged(
      Machine machine, Inventory inventory, List<PciAddress> functions) {
    RecordedHardware hardware = new Observer(machine).hardware(inventory, functions);
    Stream.concat(
            Checks.unreadable(hardware).stream(),
            hardware.changed().values().stream()
                .map(changed -> Checks.changed(changed, Guests.read(machine, inventory.domains()))))
        .findFirst()
        .ifPresent(finding -> {
          throw Problem.refused(
              finding.sentence(), finding.remedy(), finding.evidence().toArray(String[]::new));
        });
  }

  private static GuestRestore warm(
      Machine machine,
      Path image,
      SavedGuestNote manifest,
      CandidateFunctions offers,
      Map<PciAddress, PciAddress> instead) {
    SavedImage saved = whole(machine, image);
    mustBeOf(manifest, machine, image);
    List<PciAddress> functions = offers.inPlaceOf(manifest.functions(), instead);
    RestoreSteps steps =
        RestoreSteps.of(
            machine,
            manifest.guest(),
            saved.writer(),
            image,
            used(machine.clock(), manifest, image));
    return new GuestRestore(
        manifest.guest(),
        functions,
        // a restored guest runs, and its functions follow
        new Plan(List.of(functions.isEmpty() ? steps.restoreUntold() : steps.restore()), List.of()),
        functions);
  }

  /** Boots the guest from its definition, in which replaced functions are updated. */
  private static GuestRestore cold(
      Machine machine, SavedGuestNote manifest, List<PciAddress> functions) {
    String guest = manifest.guest();
    DefinitionFile definition =
        Restart.definition(machine, guest)
            .filter(one -> manifest.definition().equals(Optional.of(one.file())))
            .orElseThrow(() ->
                Problem.refused(
                    "the definition of guest '%s' is not at its former path".formatted(guest),
                    "put the file back, and keep no other definition of the guest in /etc/xen",
                    "the guest was started from " + manifest.definition().orElseThrow()));
    DefinitionFile now =
        definition.with(
            definition.content().replacing(SavedGuestNote.places(manifest.functions(), functions)));
    List<Step> steps = new ArrayList<>();
    if (!now.text().equals(definition.text())) {
      steps.add(
          Step.replacing(
              "update the functions in the guest's definition " + now.file(),
              new FileEdit(now.file(), Optional.of(definition.text()), Optional.of(now.text()))));
    }
    steps.add(RestartSteps.start(machine, now, functions));
    return new GuestRestore(guest, functions, new Plan(steps), List.of());
  }

  /** The command that attaches its functions. */
  public String attachWords() {
    return "attach --now %s %s"
        .formatted(
            guest, later.stream().map(PciAddress::toString).collect(Collectors.joining(" ")));
  }

  /** Another user could choose the guest and its memory, and could have it restored twice. */
  private static void mustBeOfRoot(Machine machine, Path image) {
    SavedGuestNote.otherWriters(machine, image)
        .or(() -> machine.otherWriters(image, Machine.StickyFolders.TRUSTED))
        .ifPresent(why -> {
          throw Problem.refused(
              "users other than root can change '%s' or the note beside it".formatted(image),
              "if you trust both files: move them to a folder that only root can write to, and run"
                  + " 'chown root' and 'chmod go-w' on both",
              why);
        });
  }

  /** A note beside the image of another guest would allow to restore that guest twice. */
  private static void mustBeOf(SavedGuestNote manifest, Machine machine, Path image) {
    Optional<String> named = SavedImage.guest(machine, image);
    if (!named.equals(Optional.of(manifest.guest()))) {
      throw Problem.refused(
          "'%s' is not the image of guest '%s'".formatted(image, manifest.guest()),
          "put the image and its note together again; 'gangway guard scan' identifies images",
          "the guest in the note %s: %s".formatted(SavedGuestNote.file(image), manifest.guest()),
          "the guest in the image: " + named.orElse("not known"));
    }
  }

  private static void mustBeFirst(SavedGuestNote manifest, Path image) {
    manifest
        .restored()
        .ifPresent(when -> {
          throw Problem.refused(
              "guest '%s' was already restored from '%s'".formatted(manifest.guest(), image),
              "boot the guest from its definition: its disks have changed since, and the saved"
                  + " state would corrupt them",
              "the restore began at " + when);
        });
  }

  private static SavedImage whole(Machine machine, Path image) {
    return SavedImage.read(machine, image)
        .filter(_ -> SavedImage.complete(machine, image))
        .orElseThrow(() ->
            Problem.refused(
                "'" + image + "' is not the complete state of a guest",
                "boot the guest from its definition; only the data on its disks is kept"));
  }

  private static FileEdit used(Clock clock, SavedGuestNote manifest, Path image) {
    return new FileEdit(
        SavedGuestNote.file(image),
        Optional.of(manifest.text()),
        Optional.of(manifest.restoredNow(clock).text()));
  }
}
