package gangway.boot;

import gangway.Answer;
import java.util.Optional;

/**
 * What happens to a function at the next boot.
 *
 * @param setting the list that names the function, if one does
 * @param hidden whether pciback takes the function before its driver of dom0
 * @param doubt why pciback does not take it, or why that is not known; empty if nothing hides it,
 *     and if pciback takes it
 */
public record AtBoot(Optional<HideSetting> setting, Answer hidden, Optional<String> doubt) {
  /** Nothing hides the function. */
  public static final AtBoot NOT_HIDDEN = new AtBoot(Optional.empty(), Answer.NO, Optional.empty());

  /** Qubes OS hides the function, whether or not a list names it too. */
  static AtBoot hiddenByQubes(Optional<HideSetting> setting) {
    return new AtBoot(setting, Answer.YES, Optional.empty());
  }

  /** The settings for the next boot were not read. */
  public static final AtBoot NOT_READ =
      new AtBoot(
          Optional.empty(),
          Answer.UNKNOWN,
          Optional.of("not known: the settings for the next boot were not read"));

  static AtBoot hidden(HideSetting setting) {
    return new AtBoot(Optional.of(setting), Answer.YES, Optional.empty());
  }

  static AtBoot notHidden(HideSetting setting, String why) {
    return new AtBoot(Optional.of(setting), Answer.NO, Optional.of(why));
  }

  static AtBoot notKnown(HideSetting setting, String why) {
    return new AtBoot(Optional.of(setting), Answer.UNKNOWN, Optional.of("not known: " + why));
  }
}
