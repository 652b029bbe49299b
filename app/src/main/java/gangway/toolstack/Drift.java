package gangway.toolstack;

import gangway.pci.Address;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Where the sources differ on a function of a guest that runs: XenStore, by which it has it; libxl,
 * which keeps it for a guest that restarts itself ({@code xl list -l}); and the guest's definition,
 * by which it is started the next time.
 *
 * @param has whether the guest has it now
 * @param kept how libxl keeps it; nothing if it does not, or nothing is known of what it keeps
 * @param defined how it is defined
 */
public record Drift(
    Address function, boolean has, Optional<PciSpec> kept, Optional<PciSpec> defined) {

  /** All that differs; nothing of a guest that is off, or has not one definition. */
  public static List<Drift> of(Guest guest) {
    if (guest.running().isEmpty() || guest.definition().isEmpty()) {
      return List.of();
    }
    Definition definition = guest.definition().get().content();
    List<Address> has =
        guest.running().flatMap(Domain::pci).stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    Optional<List<PciSpec>> kept = guest.creation().map(Creation::functions);
    SequencedSet<Address> all = new LinkedHashSet<>(has);
    Stream.concat(kept.stream().flatMap(List::stream), definition.pci().stream())
        .flatMap(spec -> spec.function().stream())
        .forEach(all::add);
    return all.stream()
        .map(function ->
            new Drift(
                function,
                has.contains(function),
                kept.isEmpty() ? inferred(definition, has, function) : in(kept.get(), function),
                in(definition.pci(), function)))
        .filter(drift -> drift.differs(definition.toolstack()))
        .toList();
  }

  /** Where nobody tells what libxl keeps, it is taken to be what the guest has. */
  private static Optional<PciSpec> inferred(
      Definition definition, List<Address> has, Address function) {
    return has.contains(function)
        ? in(definition.pci(), function).or(() -> Optional.of(PciSpec.plain(function)))
        : Optional.empty();
  }

  private static Optional<PciSpec> in(List<PciSpec> specs, Address function) {
    return specs.stream()
        .filter(spec -> spec.function().equals(Optional.of(function)) || spec.includes(function))
        .findFirst();
  }

  /** How a function is given is not in libvirt's definitions as xl knows it. */
  private boolean differs(Toolstack toolstack) {
    return has != kept.isPresent()
        || has != defined.isPresent()
        || (toolstack == Toolstack.XL && !options(kept).equals(options(defined)));
  }

  private static Optional<PciOptions> options(Optional<PciSpec> spec) {
    return spec.map(PciSpec::options);
  }

  /** What comes of it, in words. */
  public String says() {
    if (!has) {
      return defined.isPresent()
          ? "from its next start"
              + (kept.isPresent() ? ", and xl takes it for the guest's now" : "")
          : "xl takes it for the guest's, which does not have it";
    }
    if (defined.isEmpty()) {
      return "not from its next start on";
    }
    return kept.isEmpty()
        ? "xl does not know that the guest has it"
        : "from its next start with other options: "
            + (defined.get().options().equals(PciOptions.NONE)
                ? "none"
                : defined.get().options().toString().substring(1));
  }
}
