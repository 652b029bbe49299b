package gangway.guard;

import gangway.Problem;
import gangway.host.Observer;
import gangway.machine.ActingMachine;
import gangway.pci.Address;
import gangway.toolstack.Domain;
import gangway.toolstack.DomainXml;
import gangway.toolstack.Domains;
import gangway.toolstack.SavedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Answers libvirt, which asks before it makes a guest: anew, of its saved state, or another host's.
 *
 * <p>See docs/decisions/0023-the-libvirt-hook-is-not-the-guard.md.
 */
public final class LibvirtHook {
  private static final String UNLINKED = " (deleted)";

  private final ActingMachine machine;

  public LibvirtHook(ActingMachine machine) {
    this.machine = machine;
  }

  /**
   * A saved state that libvirt has open.
   *
   * @param descriptor what it can be read by
   * @param name its path; libvirt unlinks what it saved for the next start before it restores that
   */
  public record Open(Path descriptor, String name) {
    boolean unlinked() {
      return name.endsWith(UNLINKED);
    }
  }

  /**
   * Why a guest must not be made here, if it must not.
   *
   * @param guest its definition
   * @param images the states that are open: its own, if it is restored, and those of others
   */
  public Optional<Problem> ofStart(DomainXml guest, List<Open> images) {
    return images.stream()
        .filter(image ->
            SavedImage.definition(machine, image.descriptor())
                .filter(saved -> saved.guest().equals(guest.guest()))
                .isPresent())
        .flatMap(image -> ofImage(image).stream())
        .findFirst()
        .or(() -> ofFunctions(guest));
  }

  /** One that is unlinked would be lost; so it is refused only where the guest would be, too. */
  private Optional<Problem> ofImage(Open image) {
    if (!image.unlinked()) {
      return new Refusals(machine).of(new XlCall.Restore(Path.of(image.name())));
    }
    return SavedImage.read(machine, image.descriptor())
        .filter(saved -> saved.devices() > 0)
        .map(saved ->
            Problem.refused(
                "the guest would have died of being restored, so it is not",
                "start it once more: it starts anew, from its definition",
                saved.toString()));
  }

  /** libvirt knows only of guests of its own that have a function. */
  private Optional<Problem> ofFunctions(DomainXml guest) {
    Domains domains = new Observer(machine).inventory().domains();
    return guest.functions().stream()
        .flatMap(function -> held(domains, guest.guest(), function).stream())
        .findFirst();
  }

  private static Optional<Problem> held(Domains domains, String guest, Address function) {
    return domains
        .holding(function)
        .filter(domain -> !domain.name().equals(guest))
        .findFirst()
        .map(domain -> taken(guest, function, domain));
  }

  private static Problem taken(String guest, Address function, Domain holder) {
    return Problem.refused(
        "guest '%s' is defined to have %s, which %s has".formatted(guest, function, holder),
        "'gangway detach --now %s %s' takes it from there".formatted(holder.name(), function),
        "so says XenStore");
  }

  /** Why a guest must not come from another host, if it must not. */
  public Optional<Problem> ofArrival(DomainXml guest) {
    return guest.functions().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.refused(
                "guest '%s' comes with devices, which are not here".formatted(guest.guest()),
                "take them from it first, there: 'gangway detach'",
                "it is defined to have: " + guest.functions()));
  }
}
