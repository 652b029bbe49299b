package gangway.migration;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.guard.Manifest;
import gangway.handover.Plan;
import gangway.handover.RestoreSteps;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.SavedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A saved guest that is to be restored, and to be given again what it had, or what is equal to
 * that.
 *
 * @param functions those of this host that it is to have
 */
public record Restoring(String guest, List<Address> functions, Plan plan) {

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
                "see what it is with 'gangway guard scan', and restore it with the tool that saved it",
                "not there, or not readable: " + Manifest.file(image)));
  }

  /**
   * Looks at an image and at this host.
   *
   * @param instead other functions for some that the guest had, by the addresses of those
   * @throws Problem of kind REFUSED if it cannot be restored here, or not with all it had
   */
  public static Restoring of(Machine machine, Path image, Map<Address, Address> instead) {
    Manifest manifest = manifest(machine, image);
    mustBeFirst(manifest, image);
    SavedImage saved = whole(machine, image);
    Inventory inventory = new Observer(machine).inventory();
    if (inventory.domains().running().stream()
        .anyMatch(domain -> domain.name().equals(manifest.guest()))) {
      throw Problem.refused(
          "guest '%s' runs already".formatted(manifest.guest()),
          "see 'gangway guests'; two of the same would spoil its disks");
    }
    List<Address> functions = Offers.of(inventory).inPlaceOf(manifest.functions(), instead);
    RestoreSteps steps =
        new RestoreSteps(manifest.guest(), saved.writer(), image, used(manifest, image));
    return new Restoring(
        manifest.guest(),
        functions,
        new Plan(List.of(functions.isEmpty() ? steps.restoreUntold() : steps.restore())));
  }

  private static void mustBeFirst(Manifest manifest, Path image) {
    manifest
        .restored()
        .ifPresent(when -> {
          throw Problem.refused(
              "guest '%s' was restored from '%s' before".formatted(manifest.guest(), image),
              "start it from its definition: its disks have changed since, and the state in the file"
                  + " would spoil them",
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

  private static FileEdit used(Manifest manifest, Path image) {
    return new FileEdit(
        Manifest.file(image),
        Optional.of(manifest.text()),
        Optional.of(manifest.restoredNow().text()));
  }
}
