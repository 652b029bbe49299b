package gangway.pci.identity;

import gangway.pci.PciAddress;
import gangway.pci.identity.Whereabouts.Certainty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds acknowledged devices that are no longer at their addresses. First the devices that a serial
 * number proves, then among the others those whose slot and ids are the same. A device that can be
 * two acknowledged ones is not placed at all.
 *
 * <p>See docs/decisions/0036-remap-moves-settings-to-proven-devices.md.
 */
public final class DeviceSearch {
  private final SortedMap<PciAddress, Whereabouts> found = new TreeMap<>();

  /** The acknowledged devices that are not found yet. */
  private final SortedMap<PciAddress, DeviceIdentity> sought = new TreeMap<>();

  /** The devices of the host that can be one of these. */
  private final SortedMap<PciAddress, DeviceIdentity> left;

  private DeviceSearch(Map<PciAddress, DeviceIdentity> present) {
    left = new TreeMap<>(present);
  }

  /** How a device of the host compares with an acknowledged one. */
  private enum Match {
    CERTAIN,
    LIKELY,
    POSSIBLE,
    NONE;

    static Match of(DeviceIdentity recorded, DeviceIdentity present) {
      return switch (IdentityComparison.of(recorded, present)) {
        case IdentityComparison.Same(Confidence by) -> by == Confidence.SERIAL ? CERTAIN : LIKELY;
        case IdentityComparison.Moved _ -> CERTAIN;
        case IdentityComparison.CannotTell _ ->
            recorded.slot().isPresent() && recorded.slot().equals(present.slot())
                ? LIKELY
                : POSSIBLE;
        case IdentityComparison.InAnotherSlot _ -> POSSIBLE;
        case IdentityComparison.Another _ -> NONE;
      };
    }
  }

  /**
   * Where all acknowledged devices are, by the addresses at which they were acknowledged.
   *
   * @param present the devices of the host; all of them, because a device that is left out is taken
   *     for absent
   */
  public static SortedMap<PciAddress, Whereabouts> of(
      AcknowledgedDevices acknowledged, Map<PciAddress, DeviceIdentity> present) {
    DeviceSearch search = new DeviceSearch(present);
    acknowledged.devices().forEach(search::place);
    search.match(Match.CERTAIN, Certainty.CERTAIN);
    search.match(Match.LIKELY, Certainty.LIKELY);
    search.sought.forEach((address, device) -> search.found.put(address, search.rest(device)));
    return Collections.unmodifiableSortedMap(search.found);
  }

  private void place(PciAddress address, DeviceIdentity device) {
    DeviceIdentity now = left.get(address);
    if (now != null && !IdentityComparison.of(device, now).contradicts()) {
      found.put(address, new Whereabouts.InPlace());
      left.remove(address);
    } else {
      sought.put(address, device);
    }
  }

  /** Places the devices that match exactly one device of the host, which matches no other one. */
  private void match(Match match, Certainty certainty) {
    SortedMap<PciAddress, List<PciAddress>> candidates = new TreeMap<>();
    SortedMap<PciAddress, List<PciAddress>> claims = new TreeMap<>();
    sought.forEach((address, device) ->
        left.forEach((other, present) -> {
          if (Match.of(device, present) == match) {
            candidates.computeIfAbsent(address, _ -> new ArrayList<>()).add(other);
            claims.computeIfAbsent(other, _ -> new ArrayList<>()).add(address);
          }
        }));
    SortedSet<PciAddress> taken = new TreeSet<>();
    candidates.forEach((address, places) -> {
      taken.addAll(places);
      List<PciAddress> rivals = claims.getOrDefault(places.getFirst(), List.of());
      found.put(
          address,
          places.size() == 1 && rivals.size() == 1
              ? moved(address, places.getFirst(), certainty)
              : ambiguous(places, claims));
    });
    sought.keySet().removeAll(candidates.keySet());
    left.keySet().removeAll(taken);
  }

  private Whereabouts moved(PciAddress address, PciAddress to, Certainty certainty) {
    DeviceIdentity recorded = sought.get(address);
    DeviceIdentity present = left.get(to);
    if (recorded == null || present == null) {
      throw new IllegalStateException("no device at " + address + " or " + to);
    }
    return new Whereabouts.Moved(
        to,
        certainty,
        switch (certainty) {
          case CERTAIN -> common(recorded, present);
          case LIKELY -> similar(recorded, present);
        });
  }

  private static List<String> common(DeviceIdentity recorded, DeviceIdentity present) {
    return Stream.of(SerialKind.values())
        .filter(kind -> recorded.serials().of(kind).known().isPresent())
        .filter(kind -> present.serials().of(kind).known().isPresent())
        .map(kind ->
            "the same %s: %s"
                .formatted(kind.words(), present.serials().of(kind).known().orElseThrow()))
        .toList();
  }

  private static List<String> similar(DeviceIdentity recorded, DeviceIdentity present) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "the same ids and the same slot, %s; another device of this kind in this slot looks the"
                .formatted(present.slot().map(SlotPath::toString).orElse("?"))
            + " same");
    if (IdentityComparison.of(recorded, present)
        instanceof IdentityComparison.CannotTell(List<String> reasons)) {
      lines.addAll(reasons);
    } else {
      lines.add("no serial number is known of both");
    }
    return lines;
  }

  private static Whereabouts ambiguous(
      List<PciAddress> places, SortedMap<PciAddress, List<PciAddress>> claims) {
    List<String> reasons = new ArrayList<>();
    if (places.size() > 1) {
      reasons.add("several devices look like it: " + words(places));
    }
    for (PciAddress place : places) {
      List<PciAddress> rivals = claims.getOrDefault(place, List.of());
      if (rivals.size() > 1) {
        reasons.add(
            "%s looks like the acknowledged devices of several addresses: %s"
                .formatted(place, words(rivals)));
      }
    }
    return new Whereabouts.Unclear(places, reasons);
  }

  /** A device that neither serial number nor slot finds. */
  private Whereabouts rest(DeviceIdentity device) {
    List<PciAddress> possible = new ArrayList<>();
    left.forEach((address, present) -> {
      if (Match.of(device, present) == Match.POSSIBLE) {
        possible.add(address);
      }
    });
    return possible.isEmpty()
        ? new Whereabouts.Gone()
        : new Whereabouts.Unclear(
            possible,
            List.of(
                "a device of the same kind in another slot, and no serial number tells whether it"
                    + " is the same device: "
                    + words(possible)));
  }

  private static String words(List<PciAddress> addresses) {
    return addresses.stream().map(PciAddress::toString).collect(Collectors.joining(", "));
  }
}
