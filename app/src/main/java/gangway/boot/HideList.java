package gangway.boot;

import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The value of pciback's parameter {@code hide}: groups in parentheses, {@code
 * (0000:09:00.0)(0000:0a:04.1)}.
 *
 * <p>The domain is optional; kernels since 3.1 also accept {@code (DDDD:BB:SS.*)} and {@code
 * (DDDD:BB:*.*)}. Numbers may have leading zeros or {@code 0x}, and blanks are allowed between
 * groups and before each number. If a group is invalid, a new kernel hides nothing at all, and an
 * old kernel ignores this group and all later ones; a domain above ffff is invalid
 * (drivers/xen/xen-pciback/pci_stub.c).
 *
 * @param groups the groups before the first invalid one
 * @param unread the text from the first invalid group on, if there is one
 */
public record HideList(List<Group> groups, Optional<String> unread) {
  public static final HideList EMPTY = new HideList(List.of(), Optional.empty());

  /**
   * The maximum length of such a module parameter, in characters: with a longer value the kernel
   * does not load the module (param_set_charp in kernel/params.c).
   */
  static final int MAX_CHARACTERS = 1024;

  private static final String ZEROS = "\\s*(?:0x)?0*";

  private static final Pattern GROUP =
      Pattern.compile(
          ("\\s*\\((?:%1$s([0-9a-f]{1,4}):)?%1$s([0-9a-f]{1,2}):"
                  + "(?:%1$s([01]?[0-9a-f])\\.(?:%1$s([0-7])|\\*)|(\\*)\\.\\*)\\)\\s*")
              .formatted(ZEROS),
          Pattern.CASE_INSENSITIVE);

  public HideList {
    groups = List.copyOf(groups);
  }

  /** One group of the list; it names one or more functions. */
  public sealed interface Group {
    boolean covers(PciAddress address);

    /** One function. */
    record One(PciAddress address) implements Group {
      @Override
      public boolean covers(PciAddress other) {
        return address.equals(other);
      }

      @Override
      public String toString() {
        return "(" + address + ")";
      }
    }

    /** All functions of one device. */
    record Device(PciAddress first) implements Group {
      @Override
      public boolean covers(PciAddress other) {
        return first.sameDevice(other);
      }

      @Override
      public String toString() {
        return "(%04x:%02x:%02x.*)".formatted(first.domain(), first.bus(), first.device());
      }
    }

    /** All functions on one bus. */
    record Bus(int domain, int bus) implements Group {
      @Override
      public boolean covers(PciAddress other) {
        return domain == other.domain() && bus == other.bus();
      }

      @Override
      public String toString() {
        return "(%04x:%02x:*.*)".formatted(domain, bus);
      }
    }
  }

  /** Reads a value of the parameter. */
  public static HideList parse(String text) {
    List<Group> groups = new ArrayList<>();
    Matcher match = GROUP.matcher(text);
    int at = 0;
    while (at < text.length() && match.region(at, text.length()).lookingAt()) {
      groups.add(group(match));
      at = match.end();
    }
    return new HideList(
        List.copyOf(groups),
        at == text.length() ? Optional.empty() : Optional.of(text.substring(at)));
  }

  private static Group group(Matcher match) {
    int domain = match.group(1) == null ? 0 : Integer.parseInt(match.group(1), 16);
    int bus = Integer.parseInt(match.group(2), 16);
    if (match.group(5) != null) {
      return new Group.Bus(domain, bus);
    }
    int device = Integer.parseInt(match.group(3), 16);
    return match.group(4) == null
        ? new Group.Device(new PciAddress(domain, bus, device, 0))
        : new Group.One(new PciAddress(domain, bus, device, Integer.parseInt(match.group(4))));
  }

  /** A list of single functions. */
  public static HideList of(Collection<PciAddress> functions) {
    return EMPTY.with(functions);
  }

  /** The groups that are in the list more than once. */
  public Set<Group> repeated() {
    return groups.stream()
        .filter(group -> Collections.frequency(groups, group) > 1)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** This list, with each group once. */
  HideList once() {
    return new HideList(groups.stream().distinct().toList(), unread);
  }

  /** Whether every group is valid; otherwise a new kernel hides nothing. */
  public boolean sound() {
    return unread.isEmpty();
  }

  /** Whether a group names a function, alone or with others. */
  public boolean covers(PciAddress function) {
    // called for every function of a host: a stream would be too slow
    for (Group group : groups) {
      if (group.covers(function)) {
        return true;
      }
    }
    return false;
  }

  /** The functions of a machine that some group names, alone or with others. */
  public Stream<PciFunction> among(PciFunctions functions) {
    return groups.stream().flatMap(group -> named(group, functions)).distinct();
  }

  private static Stream<PciFunction> named(Group group, PciFunctions functions) {
    return switch (group) {
      case Group.One(PciAddress function) -> functions.at(function).stream();
      case Group.Device(PciAddress first) -> functions.ofDevice(first);
      case Group.Bus(int domain, int bus) -> functions.onBuses(domain, bus, bus);
    };
  }

  /** The groups that name no function of a machine. */
  public List<Group> absent(PciFunctions functions) {
    return groups.stream()
        .distinct()
        .filter(group -> named(group, functions).findAny().isEmpty())
        .toList();
  }

  /**
   * Whether a function has its own group, which can be removed without effect on other functions.
   */
  public boolean names(PciAddress function) {
    return groups.contains(new Group.One(function));
  }

  /** This list, with a group for each function that it does not cover yet. */
  public HideList with(Collection<PciAddress> functions) {
    Stream<Group> added =
        functions.stream().filter(function -> !covers(function)).distinct().map(Group.One::new);
    return new HideList(Stream.concat(groups.stream(), added).toList(), unread);
  }

  /** This list, without the groups of these functions. */
  public HideList without(Collection<PciAddress> functions) {
    return new HideList(
        groups.stream()
            .filter(
                group -> !(group instanceof Group.One(PciAddress one) && functions.contains(one)))
            .toList(),
        unread);
  }

  /**
   * This list, in which functions have other addresses.
   *
   * @param moves the new addresses by the old ones; two functions can have changed places
   */
  HideList moving(Map<PciAddress, PciAddress> moves) {
    return new HideList(
        groups.stream()
            .map(group ->
                group instanceof Group.One(PciAddress one)
                    ? new Group.One(moves.getOrDefault(one, one))
                    : group)
            .toList(),
        unread);
  }

  /** The functions that have a group of their own, whether they exist or not. */
  public Set<PciAddress> single() {
    return groups.stream()
        .flatMap(
            group -> group instanceof Group.One(PciAddress one) ? Stream.of(one) : Stream.empty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  public boolean isEmpty() {
    return groups.isEmpty() && unread.isEmpty();
  }

  /** The value for the file, every group in its full form. */
  @Override
  public String toString() {
    return groups.stream().map(Group::toString).collect(Collectors.joining()) + unread.orElse("");
  }
}
