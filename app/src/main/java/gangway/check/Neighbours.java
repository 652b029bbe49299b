package gangway.check;

import gangway.host.Host;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The functions beside those that were asked for which somebody else has: dom0, or a guest that is
 * not the one that was asked for.
 *
 * @param asked the functions that were asked for
 */
record Neighbours(Host host, Request request, Set<Address> asked) {
  /** More of them make no evidence clearer. */
  private static final int MOST_NAMED = 8;

  static Neighbours of(Host host, Request request) {
    return new Neighbours(host, request, Set.copyOf(request.functions()));
  }

  /** Those of some functions that somebody else has, a line each, with who it is. */
  List<String> among(Stream<Function> functions) {
    return bounded(
        functions
            .filter(function -> !function.type().bridge())
            .map(Function::address)
            .distinct()
            .flatMap(function -> other(function).stream()));
  }

  /** The same, of addresses. */
  List<String> among(List<Address> addresses) {
    return among(addresses.stream().flatMap(a -> host.inventory().functions().at(a).stream()));
  }

  /** A function that was not asked for, and who else has it, if anybody has. */
  private Optional<String> other(Address function) {
    return asked.contains(function)
        ? Optional.empty()
        : host.inventory()
            .at(function)
            .flatMap(found -> holder(found.owner()))
            .map(holder -> function + ": " + holder);
  }

  private Optional<String> holder(Owner owner) {
    return switch (owner) {
      case Owner.Dom0(String driver) -> Optional.of("dom0's driver " + driver + " has it");
      case Owner.Guest guest -> of(guest.name(), "guest " + guest.name() + " has it");
      case Owner.Arriving guest ->
          of(guest.name(), "guest " + guest.name() + ", which starts, is to have it");
      case Owner.Inconsistent _ -> Optional.of("who has it is not clear");
      case Owner.Pciback _, Owner.Nobody _ -> Optional.empty();
    };
  }

  private Optional<String> of(String guest, String text) {
    return request.guestName().equals(Optional.of(guest)) ? Optional.empty() : Optional.of(text);
  }

  /** So many lines as can be read, and how many are left out. */
  static List<String> bounded(Stream<String> lines) {
    return Several.lines(lines.toList(), MOST_NAMED);
  }
}
