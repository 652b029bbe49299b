package gangway.boot;

import gangway.boot.ShellVariables.Variable;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The images that {@code mkinitcpio -P} builds: {@code /etc/mkinitcpio.d/*.preset} (mkinitcpio(8)).
 * Unified kernel images are left out, because Xen cannot boot them.
 *
 * @param all the presets that build an image
 * @param obstacle the first thing in these files that Gangway cannot read, a clause
 */
public record MkinitcpioPresets(List<Preset> all, Optional<String> obstacle) {
  private static final Path FOLDER = Path.of("/etc/mkinitcpio.d");
  private static final String ENDING = ".preset";

  public MkinitcpioPresets {
    all = List.copyOf(all);
  }

  /**
   * A preset that builds an image.
   *
   * @param file the file of the preset
   * @param image the image
   * @param kernel the kernel: its release, or the file of the kernel
   * @param settings the file with the settings, if the preset names one; mkinitcpio then reads no
   *     other file
   */
  public record Preset(Path file, Path image, String kernel, Optional<Path> settings) {}

  public static MkinitcpioPresets read(Machine machine) {
    List<Preset> all = new ArrayList<>();
    Optional<String> obstacle = Optional.empty();
    for (String name : machine.list(FOLDER)) {
      Path file = FOLDER.resolve(name);
      Optional<String> text = name.endsWith(ENDING) ? machine.exact(file) : Optional.empty();
      if (text.isPresent()) {
        obstacle = obstacle.or(() -> unreadable(file, text.get()));
        all.addAll(presets(file, text.get()));
      }
    }
    return new MkinitcpioPresets(all, obstacle);
  }

  private static Optional<String> unreadable(Path file, String text) {
    return text.lines()
        .filter(line -> !line.matches("\\s*(#.*|[A-Za-z_][A-Za-z0-9_]*=[^$`\\\\;&|\r]*)?"))
        .findFirst()
        .map(line -> "%s has a line that is no plain setting: %s".formatted(file, line.strip()));
  }

  private static List<Preset> presets(Path file, String text) {
    SequencedMap<Path, String> one = new LinkedHashMap<>(Map.of(file, text));
    Map<String, Variable> variables = ShellVariables.of(one);
    List<Preset> presets = new ArrayList<>();
    for (String name : BashArrays.of(one.values()).of("PRESETS")) {
      Optional<String> image = value(variables, name + "_image");
      Optional<String> kernel = value(variables, name + "_kver", "ALL_kver");
      if (image.isPresent() && kernel.isPresent()) {
        presets.add(
            new Preset(
                file,
                Path.of(image.get()),
                kernel.get(),
                value(variables, name + "_config", "ALL_config").map(Path::of)));
      }
    }
    return presets;
  }

  private static Optional<String> value(Map<String, Variable> variables, String... names) {
    for (String name : names) {
      Variable variable = variables.get(name);
      if (variable != null && !variable.value().isEmpty()) {
        return Optional.of(variable.value());
      }
    }
    return Optional.empty();
  }

  /** The files with settings that presets name; an empty one for presets that name none. */
  Set<Optional<Path>> settings() {
    Set<Optional<Path>> files = new LinkedHashSet<>();
    all.forEach(preset -> files.add(preset.settings()));
    return files;
  }
}
