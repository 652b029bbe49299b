package gangway.toolstack;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How a function is given to a guest (xl-pci-configuration(5)).
 *
 * @param permissive whether the guest may write to all of its configuration space
 * @param messages {@code msitranslate}: whether the guest's line interrupts are made of messages
 * @param power {@code power_mgmt}: whether the guest manages its power
 * @param seize whether xl takes it from dom0's driver by itself
 * @param relaxed {@code rdm_policy}: whether memory that firmware reserved for it may be in the way
 */
public record PciOptions(
    boolean permissive, boolean messages, boolean power, boolean seize, boolean relaxed) {
  /** What is so where nothing is said. */
  public static final PciOptions NONE = new PciOptions(false, false, false, false, false);

  private static final Pattern SWITCH =
      Pattern.compile("(?:^|,)((?:permissive|msitranslate|power_mgmt|seize)=([^,]*))");

  /** A number's beginning, which is all that counts. */
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?[0-9].*", Pattern.DOTALL);

  /** Those of an entry that are said by words, which xl takes for 0: {@code permissive=yes}. */
  public static List<String> words(String entry) {
    return SWITCH
        .matcher(entry)
        .results()
        .filter(match -> !NUMBER.matcher(match.group(2)).matches())
        .map(match -> match.group(1))
        .toList();
  }

  /** As they stand behind an address: {@code ,permissive=1}. */
  @Override
  public String toString() {
    return (permissive ? ",permissive=1" : "")
        + (messages ? ",msitranslate=1" : "")
        + (power ? ",power_mgmt=1" : "")
        + (seize ? ",seize=1" : "")
        + (relaxed ? ",rdm_policy=relaxed" : "");
  }
}
