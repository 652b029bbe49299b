package gangway.view;

import gangway.boot.ConfigDialect;
import gangway.boot.HideSetting;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Optional;

/**
 * The settings that hide functions at boot: {@code boot-config --json}.
 *
 * @param replaces the file and line of the list that the lines replace
 * @param syntaxError whether that list has a syntax error
 * @param unknownDrivers the functions whose driver is unknown on this machine
 */
public record BootConfigView(
    String dialect,
    List<String> lines,
    Optional<String> replaces,
    boolean syntaxError,
    List<PciAddress> unknownDrivers)
    implements View {

  public BootConfigView {
    lines = List.copyOf(lines);
    unknownDrivers = List.copyOf(unknownDrivers);
  }

  /**
   * The view of settings.
   *
   * @param list the list that the lines replace
   */
  public static BootConfigView of(
      ConfigDialect dialect,
      List<String> lines,
      Optional<HideSetting> list,
      List<PciAddress> unknownDrivers) {
    return new BootConfigView(
        dialect.title(),
        lines,
        list.map(set -> set.place().toString()),
        list.filter(set -> !set.list().sound()).isPresent(),
        unknownDrivers);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("dialect", dialect);
    json.texts("lines", lines);
    json.text("replaces", replaces);
    json.flag("syntaxError", syntaxError);
    json.texts("unknownDrivers", unknownDrivers);
  }
}
