package gangway.xen.definition;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The options of an assigned function (xl-pci-configuration(5)).
 *
 * @param permissive whether the guest can write to the function's whole configuration space
 * @param messages {@code msitranslate}: whether MSIs are translated to the guest's line interrupts
 * @param power {@code power_mgmt}: whether the guest controls the function's power state
 * @param seize whether xl itself unbinds the function from dom0's driver
 * @param relaxed {@code rdm_policy}: whether a conflict with the function's reserved memory is
 *     allowed
 */
public record PciOptions(
    boolean permissive, boolean messages, boolean power, boolean seize, boolean relaxed) {
  /** The defaults. */
  public static final PciOptions NONE = new PciOptions(false, false, false, false, false);

  private static final Pattern SWITCH =
      Pattern.compile("(?:^|,)((?:permissive|msitranslate|power_mgmt|seize)=([^,]*))");

  /** The beginning of a number; the rest is ignored. */
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?[0-9].*", Pattern.DOTALL);

  /** The options of an entry whose value is a word, which xl reads as 0: {@code permissive=yes}. */
  public static List<String> words(String entry) {
    return SWITCH
        .matcher(entry)
        .results()
        .filter(match -> !NUMBER.matcher(match.group(2)).matches())
        .map(match -> match.group(1))
        .toList();
  }

  /** In the form that follows an address: {@code ,permissive=1}. */
  @Override
  public String toString() {
    return (permissive ? ",permissive=1" : "")
        + (messages ? ",msitranslate=1" : "")
        + (power ? ",power_mgmt=1" : "")
        + (seize ? ",seize=1" : "")
        + (relaxed ? ",rdm_policy=relaxed" : "");
  }
}
