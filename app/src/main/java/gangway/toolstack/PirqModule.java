package gangway.toolstack;

import gangway.xenstore.ActingXenStore;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the module in a guest's kernel that releases left-over interrupt lines says in XenStore,
 * where the guest has one (docs/guest-module.md). The guest writes it, and may write anything.
 */
public record PirqModule(int domid) {
  private static final String VERSION = "1";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
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

  /**
   * Has it release what the guest's kernel keeps of devices that are gone.
   *
   * @return what it says it did; nothing if it does not answer
   */
  public Optional<Sweep> sweep(ActingXenStore store) {
    String token = UUID.randomUUID().toString();
    store.change(edit -> {
      edit.write(node("ask"), token);
      return token;
    });
    return store.await(List.of(node("answer")), PATIENCE, view -> answer(view, token));
  }

  private Optional<Sweep> answer(XenStoreView store, String token) {
    return store
        .read(node("answer"))
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
