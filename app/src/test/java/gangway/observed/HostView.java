package gangway.observed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a host shows of some PCI functions and of its guest: pciback, XenStore, Xen's owner of each
 * function, and the domains. The view of a real host and the view of a fake host are equal after
 * the same commands.
 *
 * @param facts values by their names, which are paths of sysfs and XenStore, or {@code xl list
 *     NAME} and {@code Xen owner of ADDRESS}
 */
public record HostView(SortedMap<String, String> facts) {
  /** The names that both hosts have. {@link #LEFT_OUT} explains what is missing. */
  private static final List<Pattern> SHOWN =
      List.of(
          Pattern.compile("/sys/.*"),
          Pattern.compile("Xen owner of .*"),
          Pattern.compile("xl list .*"),
          Pattern.compile("/var/lib/xen/userdata-d\\.[1-9].*"),
          Pattern.compile("/local/domain/\\d+/(name|vm)"),
          Pattern.compile("/local/domain/0/backend/pci/.*"),
          Pattern.compile("/local/domain/\\d+/device/pci/.*"),
          Pattern.compile("/libxl/\\d+/type"),
          Pattern.compile("/libxl/pci/.*"));

  /**
   * Below {@link #SHOWN}, with the reason. Everything else of XenStore is left out because Gangway
   * does not read it and the fake host does not have it: console, memory, control, /vm, /tool.
   */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "/local/domain/\\d+/error/.*", "the guest's kernel writes its complaints there",
          "/sys/bus/pci/devices/[^/]*/(enable|reset_method)", "the hardware differs");

  /** A place of a domain's number in a name or a value, with the number in the last group. */
  private static final List<Pattern> DOMAINS =
      List.of(
          Pattern.compile("(/local/domain/)([1-9]\\d*)"),
          Pattern.compile("(/backend/pci/)([1-9]\\d*)"),
          Pattern.compile("(/libxl/)([1-9]\\d*)"),
          Pattern.compile("(userdata-d\\.)([1-9]\\d*)"));

  /** Names whose value is the number of a domain. */
  private static final Pattern DOMAIN_VALUE =
      Pattern.compile("/libxl/pci/.*/domid|.*/frontend-id|Xen owner of .*");

  /** Values that Xen chooses: any number is as good as another. */
  private static final Pattern ANY_NUMBER = Pattern.compile(".*/(event-channel|pci-op-ref)");

  private static final Pattern UUID =
      Pattern.compile("(?<=/vm/|\\.)(uuid-\\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  /** The view in the facts of a host as they are. */
  public static HostView of(Map<String, String> raw) {
    SortedMap<String, String> shown = new TreeMap<>();
    raw.forEach((name, value) -> {
      if (SHOWN.stream().anyMatch(pattern -> pattern.matcher(name).matches())
          && LEFT_OUT.keySet().stream().noneMatch(name::matches)) {
        shown.put(name, value);
      }
    });
    // an empty folder says something, a folder with nodes is said by its nodes
    shown.keySet().removeIf(name -> !shown.subMap(name + "/", name + "0").isEmpty());
    Map<String, String> guests = guests(shown);
    SortedMap<String, String> facts = new TreeMap<>();
    shown.forEach(
        (name, value) -> facts.put(neutral(name, guests), neutralValue(name, value, guests)));
    return new HostView(facts);
  }

  /** One line for each fact. */
  public String text() {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + " = " + fact.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** A name for each number of a domain: what is left of an earlier domain has another one. */
  private static Map<String, String> guests(SortedMap<String, String> shown) {
    SortedSet<Integer> numbers = new TreeSet<>();
    shown.forEach((name, value) -> {
      DOMAINS.forEach(place ->
          place.matcher(name).results().forEach(r -> numbers.add(Integer.valueOf(r.group(2)))));
      if (DOMAIN_VALUE.matcher(name).matches()) {
        Matcher number = Pattern.compile("d?([1-9]\\d*)").matcher(value);
        if (number.matches()) {
          numbers.add(Integer.valueOf(number.group(1)));
        }
      }
    });
    Map<String, String> guests = new HashMap<>();
    numbers.forEach(number ->
        guests.put(number.toString(), guests.isEmpty() ? "GUEST" : "GUEST-" + (guests.size() + 1)));
    return guests;
  }

  private static String neutralValue(String name, String value, Map<String, String> guests) {
    if (ANY_NUMBER.matcher(name).matches() && value.matches("\\d+")) {
      return "NUMBER";
    }
    if (DOMAIN_VALUE.matcher(name).matches()) {
      return guests.getOrDefault(value.replaceFirst("^d", ""), value);
    }
    return neutral(value, guests);
  }

  private static String neutral(String text, Map<String, String> guests) {
    String neutral = UUID.matcher(text).replaceAll("UUID");
    for (Pattern place : DOMAINS) {
      neutral =
          place
              .matcher(neutral)
              .replaceAll(r -> r.group(1) + guests.getOrDefault(r.group(2), r.group(2)));
    }
    return neutral;
  }
}
