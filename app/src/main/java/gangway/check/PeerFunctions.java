package gangway.check;

import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.request.Request;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The functions near those of the request that have another owner: dom0, or a guest other than the
 * guest of the request.
 *
 * @param asked the functions of the request
 */
record PeerFunctions(HostSnapshot host, Request request, Set<PciAddress> asked) {
  /** The evidence stays readable up to this many lines. */
  private static final int MAX_NAMED = 8;

  PeerFunctions {
    asked = Collections.unmodifiableSet(new LinkedHashSet<>(asked));
  }

  static PeerFunctions of(HostSnapshot host, Request request) {
    return new PeerFunctions(host, request, Set.copyOf(request.functions()));
  }

  /** Those of the given functions that have another owner: a line each, with the owner. */
  List<String> among(Stream<PciFunction> functions) {
    return bounded(
        functions
            .filter(function -> !function.type().bridge())
            .map(PciFunction::address)
            .distinct()
            .flatMap(function -> other(function).stream()));
  }

  /** The same, for addresses; a function that cannot be read may have any owner. */
  List<String> among(List<PciAddress> addresses) {
    return bounded(
        Stream.concat(
            among(addresses.stream().flatMap(a -> host.inventory().functions().at(a).stream()))
                .stream(),
            addresses.stream()
                .filter(host.inventory().functions().unread()::contains)
                .filter(unread -> !asked.contains(unread))
                .map(unread -> unread + ": its class and owner cannot be read")));
  }

  /** The line for a function that is not part of the request, if it has another owner. */
  private Optional<String> other(PciAddress function) {
    return asked.contains(function)
        ? Optional.empty()
        : host.inventory()
            .at(function)
            .flatMap(found -> holder(found.owner()))
            .map(holder -> function + ": " + holder);
  }

  private Optional<String> holder(Owner owner) {
    return switch (owner) {
      case Owner.Dom0(String driver) -> Optional.of("dom0's driver %s has it".formatted(driver));
      case Owner.Guest guest -> of(guest.name(), "guest " + guest.name() + " has it");
      case Owner.Arriving guest ->
          of(guest.name(), "guest " + guest.name() + " is starting and will have it");
      case Owner.Inconsistent _ -> Optional.of("its owner is not clear");
      case Owner.Pciback _, Owner.Nobody _ -> Optional.empty();
    };
  }

  private Optional<String> of(String guest, String text) {
    return request.guestName().equals(Optional.of(guest)) ? Optional.empty() : Optional.of(text);
  }

  /** The first lines, and the number of lines left out. */
  static List<String> bounded(Stream<String> lines) {
    return TextLists.lines(lines.toList(), MAX_NAMED);
  }
}
