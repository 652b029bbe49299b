package gangway.guard;

import gangway.Problem;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.pci.PciAddress;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.SavedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Answers libvirt, which asks before it starts a guest, restores one, or accepts one from another
 * host.
 *
 * <p>See docs/decisions/0023-the-libvirt-hook-is-not-the-guard.md.
 */
public final class LibvirtHook {
  private static final String UNLINKED = " (deleted)";

  private final WritableMachine machine;

  public LibvirtHook(WritableMachine machine) {
    this.machine = machine;
  }

  /**
   * A saved state that libvirt has open.
   *
   * @param descriptor path by which the open image can be read
   * @param name its path; libvirt unlinks a managed saved image before it restores the image
   */
  public record Open(Path descriptor, String name) {
    /** A file that exists under this name is no deleted one, even if its name ends so. */
    boolean unlinked(Machine machine) {
      return name.endsWith(UNLINKED) && !machine.exists(Path.of(name));
    }
  }

  /**
   * Why libvirt must not start or restore a guest; empty if it may.
   *
   * @param guest the guest's definition
   * @param images the saved images that libvirt has open: the guest's own if libvirt restores the
   *     guest, and other guests'
   */
  public Optional<Problem> ofStart(DomainXml guest, List<Open> images) {
    return images.stream()
        .filter(image ->
            SavedImage.definition(machine, image.descriptor())
                .filter(saved -> saved.guest().equals(guest.guest()))
                .isPresent())
        .flatMap(image -> ofImage(image).stream())
        .findFirst()
        .or(() -> ofFunctions(guest))
        .or(() -> new StartingDevices(machine).refusal(guest));
  }

  /**
   * A refusal loses an unlinked image; so the answer is a refusal only if the guest would crash
   * anyway.
   */
  private Optional<Problem> ofImage(Open image) {
    if (!image.unlinked(machine)) {
      return new Refusals(machine).of(new XlCall.Restore(image.descriptor()));
    }
    return SavedImage.read(machine, image.descriptor())
        .filter(saved -> saved.devices() > 0)
        .map(saved ->
            Problem.refused(
                "the saved guest is not restored: it would crash, because it had a device",
                "start the guest again: libvirt then boots it from its definition",
                saved.toString()));
  }

  /** libvirt does not know which functions the guests of other toolstacks have. */
  private Optional<Problem> ofFunctions(DomainXml guest) {
    Domains domains = new Observer(machine).domains();
    return guest.functions().stream()
        .flatMap(function -> held(domains, guest.guest(), function).stream())
        .findFirst();
  }

  private static Optional<Problem> held(Domains domains, String guest, PciAddress function) {
    return domains
        .holding(function)
        .filter(domain -> !domain.name().equals(guest))
        .findFirst()
        .map(domain -> taken(guest, function, domain));
  }

  private static Problem taken(String guest, PciAddress function, Domain holder) {
    return Problem.refused(
        "guest '%s' must not start: it is defined to have %s, which %s has"
            .formatted(guest, function, holder),
        "detach the function first: 'gangway detach --now %s %s'"
            .formatted(holder.name(), function),
        "source: XenStore");
  }

  /** Why libvirt must not accept a guest from another host; empty if it may. */
  public Optional<Problem> ofArrival(DomainXml guest) {
    return guest.functions().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.refused(
                "guest '%s' must not be migrated to this host: it has devices of the other host"
                    .formatted(guest.guest()),
                "on the other host, detach them first: 'gangway detach GUEST ADDRESS...'",
                "it is defined to have " + guest.functions()));
  }
}
