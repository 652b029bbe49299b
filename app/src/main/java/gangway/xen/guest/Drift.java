package gangway.xen.guest;

import gangway.pci.PciAddress;
import gangway.xen.definition.Definition;
import gangway.xen.definition.PciOptions;
import gangway.xen.definition.PciSpec;
import gangway.xen.protocol.PciBackend;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * A difference between the sources about a function of a running guest: XenStore, which shows what
 * the guest has; libxl's record, which applies when the guest reboots ({@code xl list -l}); and the
 * guest's definition, which applies at its next start.
 *
 * @param has whether the guest has the function now
 * @param kept the entry in libxl's record, if any
 * @param defined the entry in the definition
 */
public record Drift(
    PciAddress function, boolean has, Optional<PciSpec> kept, Optional<PciSpec> defined) {

  /**
   * All differences; empty for a guest that is not running or does not have exactly one definition.
   */
  public static List<Drift> of(Guest guest) {
    if (guest.running().isEmpty() || guest.definition().isEmpty()) {
      return List.of();
    }
    Definition definition = guest.definition().get().content();
    List<PciAddress> has =
        guest.running().flatMap(Domain::pci).stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    Optional<List<PciSpec>> kept = guest.creation().map(Creation::functions);
    SequencedSet<PciAddress> all = new LinkedHashSet<>(has);
    Stream.concat(kept.stream().flatMap(List::stream), definition.pci().stream())
        .flatMap(spec -> spec.function().stream())
        .forEach(all::add);
    List<Drift> drifts =
        all.stream()
            .map(function ->
                new Drift(
                    function,
                    has.contains(function),
                    kept.isEmpty() ? inferred(definition, has, function) : in(kept.get(), function),
                    in(definition.pci(), function)))
            .filter(Drift::differs)
            .toList();
    return byName(definition.pci(), drifts);
  }

  /**
   * Without the functions that the definition may give by their names ({@code name=nic}): which
   * address a name means is known only to xl. With more functions than names, none is left out.
   */
  private static List<Drift> byName(List<PciSpec> defined, List<Drift> drifts) {
    long names =
        defined.stream().filter(spec -> spec.target() instanceof PciSpec.Target.Named).count();
    List<Drift> maybe =
        drifts.stream().filter(drift -> drift.has && drift.defined.isEmpty()).toList();
    return maybe.size() > names
        ? drifts
        : drifts.stream().filter(drift -> !maybe.contains(drift)).toList();
  }

  /** If libxl's record cannot be read, assumes that it lists what the guest has. */
  private static Optional<PciSpec> inferred(
      Definition definition, List<PciAddress> has, PciAddress function) {
    return has.contains(function)
        ? in(definition.pci(), function).or(() -> Optional.of(PciSpec.plain(function)))
        : Optional.empty();
  }

  private static Optional<PciSpec> in(List<PciSpec> specs, PciAddress function) {
    return specs.stream()
        .filter(spec -> spec.function().equals(Optional.of(function)) || spec.includes(function))
        .findFirst();
  }

  private boolean differs() {
    return has != kept.isPresent()
        || has != defined.isPresent()
        || !options(kept).equals(options(defined));
  }

  private static Optional<PciOptions> options(Optional<PciSpec> spec) {
    return spec.map(PciSpec::options);
  }

  /** The consequence, for the administrator. */
  public String says() {
    if (!has) {
      return defined.isPresent()
          ? "from its next start"
              + (kept.isPresent() ? "; already in libxl's record of the guest" : "")
          : "in libxl's record of the guest, but the guest does not have it";
    }
    if (defined.isEmpty()) {
      return "only until its next start";
    }
    return kept.isEmpty()
        ? "missing in libxl's record of the guest"
        : "from its next start with other options: "
            + (defined.get().options().equals(PciOptions.NONE)
                ? "none"
                : defined.get().options().toString().substring(1));
  }
}
