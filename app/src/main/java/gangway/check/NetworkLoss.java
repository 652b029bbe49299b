package gangway.check;

import gangway.host.network.Interfaces;
import gangway.host.network.Layers.Layer;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What becomes of dom0's network interfaces when some functions are taken, all at once: two that
 * can each be spared may be all that a bond has.
 */
final class NetworkLoss {
  private final Interfaces interfaces;
  private final Set<Address> taken;
  private final Map<String, Loss> known = new HashMap<>();

  NetworkLoss(Interfaces interfaces, Collection<Address> taken) {
    this.interfaces = interfaces;
    this.taken = Set.copyOf(taken);
  }

  /** What becomes of an interface, the worst last. */
  enum Effect {
    NONE,
    /** It goes on with less. */
    DEGRADED,
    LOST
  }

  /**
   * The effect on one interface.
   *
   * @param by the functions that bring it about
   */
  record Loss(Effect effect, Set<Address> by) {
    private static final Loss NONE = new Loss(Effect.NONE, Set.of());
  }

  /**
   * Something that goes by an interface.
   *
   * @param what it is, as the start of a sentence
   */
  record Use(String what, String device) {}

  Loss of(String name) {
    return known.computeIfAbsent(name, _ -> loss(name, new HashSet<>()));
  }

  /**
   * An interface that was seen on the way here adds nothing: bridges of Open vSwitch that are
   * patched together are made of each other.
   */
  private Loss loss(String name, Set<String> seen) {
    Layer layer = interfaces.layers().byName().get(name);
    if (layer == null || !seen.add(name)) {
      return Loss.NONE;
    }
    Set<Address> own = new TreeSet<>(layer.path());
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

  private static Set<Address> by(Collection<Loss> losses, Effect least) {
    Set<Address> by = new TreeSet<>();
    losses.stream()
        .filter(loss -> loss.effect().compareTo(least) >= 0)
        .forEach(loss -> by.addAll(loss.by()));
    return by;
  }

  /** What is lost, by the functions it is lost with. */
  SortedMap<Address, List<Use>> lost(List<Use> uses) {
    SortedMap<Address, List<Use>> lost = new TreeMap<>();
    for (Use use : uses) {
      Loss loss = of(use.device());
      if (loss.effect() == Effect.LOST) {
        loss.by().forEach(by -> lost.computeIfAbsent(by, _ -> new ArrayList<>()).add(use));
      }
    }
    return lost;
  }

  /** How what is used hangs on a function, a line each, and why no bond helps. */
  List<String> evidence(List<Use> uses, Address function) {
    List<String> lines = new ArrayList<>();
    for (Use use : uses) {
      List<String> names = down(use.device(), function);
      Stream<String> below = names.stream().filter(name -> !name.equals(use.what()));
      lines.add(Chain.of(use.what(), below, function));
      names.stream().flatMap(name -> others(name, names).stream()).forEach(lines::add);
    }
    return lines.stream().distinct().toList();
  }

  private List<String> down(String device, Address function) {
    return interfaces.layers().down(device, function).orElse(List.of(device));
  }

  /** Of an aggregate in a chain: the members that are not in the chain. */
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
      return "would go with " + loss.by().stream().findFirst().map(Address::toString).orElse("it");
    }
    return up.contains(member) ? "stays" : "is down";
  }

  /** One of the functions taken, where an interface hangs on it by itself. */
  Optional<Address> directly(String name) {
    Layer layer = interfaces.layers().byName().get(name);
    return layer == null
        ? Optional.empty()
        : layer.path().stream().filter(taken::contains).findFirst();
  }
}
