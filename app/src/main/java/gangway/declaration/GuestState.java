package gangway.declaration;

import static java.util.stream.Collectors.joining;

import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.PciSpec;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.protocol.PciBackend;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The devices of a guest, now and from its next start.
 *
 * @param domain the guest, if it runs
 * @param defined the functions in its definition, if it has one
 */
record GuestState(Optional<Domain> domain, Optional<List<PciAddress>> defined) {
  GuestState {
    defined = defined.map(List::copyOf);
  }

  /** A guest as it is, or the reason why its devices cannot be compared with a list. */
  sealed interface Found {
    record Clear(GuestState state) implements Found {}

    record Unclear(String why) implements Found {}
  }

  static Found of(HostSnapshot host, String name) {
    List<Guest> guests = host.guests().named(name);
    if (guests.isEmpty()) {
      return new Found.Unclear(
          "no guest '%s' is running or defined on this host%s"
              .formatted(
                  name, host.guests().complaints().map(one -> "; " + one).collect(joining())));
    }
    if (guests.size() > 1) {
      return new Found.Unclear(
          "xl and libvirt each have a guest '%s', so the name is ambiguous".formatted(name));
    }
    Guest guest = guests.getFirst();
    if (guest.definitions().size() > 1) {
      return new Found.Unclear(
          "guest '%s' has several definitions: %s"
              .formatted(name, guest.files().collect(joining(", "))));
    }
    if (guest.definition().isEmpty() && !host.guests().unreadable().isEmpty()) {
      return new Found.Unclear(
          "no definition of guest '%s' was found, and some definitions cannot be read: %s"
              .formatted(name, host.guests().complaints().collect(joining("; "))));
    }
    return guest
        .definition()
        .flatMap(GuestState::unclear)
        .<Found>map(Found.Unclear::new)
        .orElseGet(() ->
            new Found.Clear(
                new GuestState(
                    guest.running(), guest.definition().map(file -> file.content().functions()))));
  }

  /** An entry of a definition that is not one function, or that its toolstack refuses. */
  private static Optional<String> unclear(DefinitionFile file) {
    Definition definition = file.content();
    return Stream.concat(
            definition.refusedEntry().stream(),
            definition.pci().stream()
                .filter(spec -> spec.function().isEmpty())
                .map(PciSpec::toString))
        .findFirst()
        .map(entry ->
            "the entry '%s' in the definition %s does not name one function by its address"
                .formatted(entry, file.file()));
  }

  /** The functions on record for the running guest, whether it sees them or not. */
  List<PciAddress> recorded() {
    return domain.flatMap(Domain::pci).stream()
        .flatMap(record -> record.entries().stream())
        .map(PciBackend.Entry::function)
        .toList();
  }

  /** Whether the running guest has a function and sees it. */
  boolean has(PciAddress function) {
    return domain.filter(one -> one.has(function)).isPresent();
  }

  /** Whether a function is in the definition. */
  boolean defines(PciAddress function) {
    return defined.filter(functions -> functions.contains(function)).isPresent();
  }

  /** Every function of the guest, now or from its next start. */
  List<PciAddress> all() {
    return Stream.concat(recorded().stream(), defined.stream().flatMap(List::stream))
        .distinct()
        .toList();
  }
}
