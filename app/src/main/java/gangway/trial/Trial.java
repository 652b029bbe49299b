package gangway.trial;

import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.RecordJson;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A trial boot that was requested: one line of JSON in a file, until the trial is confirmed or
 * cancelled.
 *
 * @param format the number of the format in the file
 * @param functions the functions that only the trial hides
 * @param environment the file in which the boot loader's next entry is
 * @param signs what dom0 showed before the trial, and must show again
 * @param end how the trial ended, if it has ended without being confirmed
 */
public record Trial(
    int format,
    List<PciAddress> functions,
    String environment,
    List<HealthSign> signs,
    Optional<TrialEnd> end) {
  public static final Path FILE = Path.of("/var/lib/gangway/trial.json");

  private static final int FORMAT = 1;

  private static final RecordJson JSON =
      new RecordJson(
          Map.of(
              PciAddress.class,
              text -> PciAddress.parse(text).orElseThrow(IllegalArgumentException::new)),
          List.of(HealthSign.KINDS, TrialEnd.By.KINDS));

  public Trial {
    functions = List.copyOf(functions);
    signs = List.copyOf(signs);
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format %d is of another version of Gangway".formatted(format));
    }
    if (functions.isEmpty()) {
      throw new IllegalArgumentException("a trial without a function");
    }
  }

  /** A trial that has not begun. */
  public static Trial of(List<PciAddress> functions, Path environment, List<HealthSign> signs) {
    return new Trial(FORMAT, functions, environment.toString(), signs, Optional.empty());
  }

  /** The same trial, ended. */
  public Trial ended(TrialEnd how) {
    return new Trial(format, functions, environment, signs, Optional.of(how));
  }

  /** {@code 0000:09:00.0, 0000:0a:00.0}. */
  public String words() {
    return functions.stream().map(PciAddress::toString).collect(Collectors.joining(", "));
  }

  /** The text of the file. */
  public String text() {
    return JsonText.of(json -> JSON.write(json, this)) + "\n";
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if the text has another format
   */
  static Trial parse(String text) {
    return JSON.read(new JsonLine(text), Trial.class);
  }
}
