package gangway.host;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code xl create} makes of a definition, under the number of a guest that is restored. */
final class StartedGuest {
  private static final Pattern FUNCTION = Pattern.compile("\"([0-9a-f]{4}:[0-9a-f:.]{7})\"");
  private static final Pattern NAME = Pattern.compile("name = \"(.*?)\"");

  private StartedGuest() {}

  /** Starts it; false if there is no such file, or such a guest already. */
  static boolean on(GuideHost host, List<String> words) {
    String file = words.get(3).substring(1);
    Optional<String> name =
        Optional.of(file)
            .filter(host::exists)
            .flatMap(there -> NAME.matcher(host.text(there)).results().findFirst())
            .map(found -> found.group(1))
            .filter(guest -> !host.domains().contains(guest + " "));
    if (name.isEmpty()) {
      return false;
    }
    host.guest(ActingHost.RESTORED, name.get());
    Matcher functions = FUNCTION.matcher(host.text(file) + String.join(" ", words));
    functions.results().map(found -> found.group(1)).forEach(function -> give(host, function));
    return true;
  }

  private static void give(GuideHost host, String function) {
    host.given(ActingHost.RESTORED, function);
  }
}
