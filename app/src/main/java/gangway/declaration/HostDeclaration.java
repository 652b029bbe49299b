package gangway.declaration;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The declaration that a host already matches: {@code gangway export}. It declares only what holds
 * now and will hold later.
 *
 * @param hidden the functions that are hidden now and after reboot
 * @param guests the guests that have the same devices now and from their next start
 * @param leftOut one sentence for everything that the declaration cannot say, because it differs
 *     now and later, or is ambiguous
 */
public record HostDeclaration(
    List<PciAddress> hidden, List<GuestDevices> guests, List<String> leftOut) {
  public HostDeclaration {
    hidden = List.copyOf(hidden);
    guests = List.copyOf(guests);
    leftOut = List.copyOf(leftOut);
  }

  /** A guest and all its devices. */
  public record GuestDevices(String name, List<PciAddress> devices) {
    public GuestDevices {
      devices = List.copyOf(devices);
    }
  }

  public static HostDeclaration of(HostSnapshot host) {
    List<PciAddress> hidden = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    host.inventory().stream()
        .forEach(function -> {
          if (function.hiddenNow() && function.hiddenAfterReboot()) {
            hidden.add(function.address());
          } else if (function.hiddenNow() || function.namedIn().isPresent()) {
            leftOut.add(hiddenInPart(function));
          }
        });
    List<GuestDevices> guests = new ArrayList<>();
    Set<PciAddress> taken = new HashSet<>();
    // a running guest has its devices; others may only want them
    Stream.concat(
            host.guests().all().stream().filter(guest -> guest.running().isPresent()),
            host.guests().all().stream().filter(guest -> guest.running().isEmpty()))
        .map(Guest::name)
        .distinct()
        .forEach(name -> {
          switch (GuestState.of(host, name)) {
            case GuestState.Found.Unclear(String why) -> {
              if (mayHaveDevices(host, name)) {
                leftOut.add("guest %s: %s".formatted(name, why));
              }
            }
            case GuestState.Found.Clear(GuestState state) -> {
              Optional<String> why = difference(host, state, taken);
              if (why.isPresent()) {
                leftOut.add("guest %s: %s".formatted(name, why.get()));
              } else if (!state.all().isEmpty()) {
                taken.addAll(state.all());
                guests.add(new GuestDevices(name, state.all()));
              }
            }
          }
        });
    guests.sort((one, other) -> one.name().compareTo(other.name()));
    return new HostDeclaration(hidden, guests, leftOut);
  }

  private static String hiddenInPart(HostFunction function) {
    return function.hiddenNow()
        ? "%s is hidden now, but not after reboot%s"
            .formatted(
                function.address(),
                function.atBoot().doubt().map(doubt -> " (" + doubt + ")").orElse(""))
        : "%s is in the list to hide at boot, but is not hidden now".formatted(function.address());
  }

  private static boolean mayHaveDevices(HostSnapshot host, String name) {
    return host.guests().named(name).stream()
        .anyMatch(guest ->
            guest.running().flatMap(domain -> domain.pci()).isPresent()
                || guest.definitions().stream()
                    .anyMatch(file ->
                        !file.content().pci().isEmpty()
                            || file.content().refusedEntry().isPresent()));
  }

  /** Why a list of devices does not match a guest now and later, if it does not. */
  private static Optional<String> difference(
      HostSnapshot host, GuestState state, Set<PciAddress> taken) {
    for (PciAddress function : state.all()) {
      Optional<HostFunction> present = host.inventory().at(function);
      if (present.isEmpty()) {
        return Optional.of("this machine has no PCI function " + function);
      }
      if (!present.get().hiddenNow()) {
        return Optional.of("%s is not hidden (%s)".formatted(function, present.get().owner()));
      }
      if (taken.contains(function)) {
        return Optional.of("another guest in this file has %s too".formatted(function));
      }
      if (state.domain().isPresent() && !state.has(function)) {
        return Optional.of(
            "%s is %s"
                .formatted(
                    function,
                    state.recorded().contains(function)
                        ? "attached, but the guest does not use it yet"
                        : "in its definition, but not in the running guest"));
      }
      if (state.defined().isPresent() && !state.defines(function)) {
        return Optional.of(
            "%s is in the running guest, but not in its definition".formatted(function));
      }
    }
    return Optional.empty();
  }
}
