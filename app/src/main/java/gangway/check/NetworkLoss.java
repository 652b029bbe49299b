package gangway.check;

import gangway.host.network.Interfaces;
import gangway.host.network.Layers.Layer;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What happens to dom0's network interfaces if dom0 loses some functions at the same time. They
 * count together, because a bond survives the loss of each of its two NICs, but not of both.
 */
final class NetworkLoss {
  private final Interfaces interfaces;
  private final Set<PciAddress> taken;
  private final Map<String, Loss> known = new HashMap<>();

  NetworkLoss(Interfaces interfaces, Collection<PciAddress> taken) {
    this.interfaces = interfaces;
    this.taken = Set.copyOf(taken);
  }

  /** What happens to an interface, worst last. */
  enum Effect {
    NONE,
    /** It still works, with fewer members. */
    DEGRADED,
    LOST
  }

  /**
   * The effect on one interface.
   *
   * @param by the functions that cause it
   */
  record Loss(Effect effect, Set<PciAddress> by) {
    private static final Loss NONE = new Loss(Effect.NONE, Set.of());

    Loss {
      by = Collections.unmodifiableSet(new LinkedHashSet<>(by));
    }
  }

  /**
   * Something that depends on an interface.
   *
   * @param what its name, as the start of a sentence
   */
  record Use(String what, String device) {}

  Loss of(String name) {
    return known.computeIfAbsent(name, _ -> loss(name, new HashSet<>()));
  }

  /**
   * An interface that was visited already adds nothing: Open vSwitch bridges that are connected by
   * patch ports contain each other.
   */
  private Loss loss(String name, Set<String> seen) {
    Layer layer = interfaces.layers().byName().get(name);
    if (layer == null || !seen.add(name)) {
      return Loss.NONE;
    }
    Set<PciAddress> own = new TreeSet<>(layer.path());
    own.retainAll(taken);
    if (!own.isEmpty()) {
      return new Loss(Effect.LOST, own);
    }
    Map<String, Loss> below = new LinkedHashMap<>();
    layer.below().forEach(part -> below.put(part, loss(part, seen)));
    Effect effect = below.values().stream().map(Loss::effect).reduce(Effect.NONE, NetworkLoss::max);
    if (effect == Effect.LOST && survives(name, below)) {
      effect = Effect.DEGRADED;
    }
    return new Loss(effect, by(below.values(), effect));
  }

  private static Effect max(Effect one, Effect other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private boolean survives(String name, Map<String, Loss> members) {
    return interfaces.aggregates().getOrDefault(name, Set.of()).stream()
        .map(members::get)
        .anyMatch(loss -> loss != null && loss.effect() != Effect.LOST);
  }

  private static Set<PciAddress> by(Collection<Loss> losses, Effect least) {
    Set<PciAddress> by = new TreeSet<>();
    losses.stream()
        .filter(loss -> loss.effect().compareTo(least) >= 0)
        .forEach(loss -> by.addAll(loss.by()));
    return by;
  }

  /** The lost uses, by the functions that cause the loss. */
  SortedMap<PciAddress, List<Use>> lost(List<Use> uses) {
    SortedMap<PciAddress, List<Use>> lost = new TreeMap<>();
    for (Use use : uses) {
      Loss loss = of(use.device());
      if (loss.effect() == Effect.LOST) {
        loss.by().forEach(by -> lost.computeIfAbsent(by, _ -> new ArrayList<>()).add(use));
      }
    }
    return lost;
  }

  /** The path from each use to the function, and the state of the other members of bonds on it. */
  List<String> evidence(List<Use> uses, PciAddress function) {
    List<String> lines = new ArrayList<>();
    for (Use use : uses) {
      List<String> names = down(use.device(), function);
      Stream<String> below = names.stream().filter(name -> !name.equals(use.what()));
      lines.add(EvidencePath.of(use.what(), below, function));
      names.stream().flatMap(name -> others(name, names).stream()).forEach(lines::add);
    }
    return lines.stream().distinct().toList();
  }

  private List<String> down(String device, PciAddress function) {
    return interfaces.layers().down(device, function).orElse(List.of(device));
  }

  /** The members of an aggregate in the path that are not in the path themselves. */
  private List<String> others(String aggregate, List<String> chain) {
    List<String> others = new ArrayList<>();
    Set<String> up = interfaces.aggregates().get(aggregate);
    if (up != null) {
      interfaces.below(aggregate).stream()
          .filter(member -> !chain.contains(member))
          .map(member -> "%s, also in %s, %s".formatted(member, aggregate, fate(member, up)))
          .forEach(others::add);
    }
    return others;
  }

  private String fate(String member, Set<String> up) {
    Loss loss = of(member);
    if (loss.effect() == Effect.LOST) {
      return "would be lost with "
          + loss.by().stream().findFirst().map(PciAddress::toString).orElse("it");
    }
    return up.contains(member) ? "stays up" : "is down";
  }

  /** The taken function that an interface is directly on, if any. */
  Optional<PciAddress> directly(String name) {
    Layer layer = interfaces.layers().byName().get(name);
    return layer == null
        ? Optional.empty()
        : layer.path().stream().filter(taken::contains).findFirst();
  }
}
