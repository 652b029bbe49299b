package gangway.toolstack;

import gangway.xenstore.XenStoreView;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the module in a guest's kernel that releases left-over interrupt lines says in XenStore,
 * where the guest has one (docs/guest-module.md). The guest writes it, and may write anything.
 */
public record PirqModule(int domid) {
  private static final String VERSION = "1";
  private static final Pattern TALLY = Pattern.compile("([0-9]{1,9}) ([0-9]{1,9})");

  /**
   * What it found in the guest's kernel.
   *
   * @param released how many lines it released
   * @param kept how many it could not release
   */
  public record Sweep(int released, int kept) {}

  /** Whether there is one. */
  public boolean present(XenStoreView store) {
    return store.read(node("module")).filter(VERSION::equals).isPresent();
  }

  /** The node that it is asked at, with any word that is new. */
  public String question() {
    return node("ask");
  }

  /** The node that it answers at. */
  public String answers() {
    return node("answer");
  }

  /** The answer to one question, once it is there. */
  public Optional<Sweep> answer(XenStoreView store, String token) {
    return store
        .read(answers())
        .filter(text -> text.startsWith(token + " "))
        .map(text -> TALLY.matcher(text.substring(token.length() + 1)))
        .filter(Matcher::matches)
        .map(
            tally -> new Sweep(Integer.parseInt(tally.group(1)), Integer.parseInt(tally.group(2))));
  }

  private String node(String name) {
    return Domains.path(domid) + "/data/gangway/pirq/" + name;
  }
}
