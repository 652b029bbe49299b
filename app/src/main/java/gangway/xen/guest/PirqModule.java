package gangway.xen.guest;

import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStoreView;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The XenStore interface of the kernel module that releases a guest's leftover interrupt lines
 * (docs/guest-module.md), if the guest has the module. The guest is not trusted: it can write any
 * value.
 */
public record PirqModule(int domid) {
  private static final String VERSION = "1";
  private static final Pattern TALLY = Pattern.compile("([0-9]{1,9}) ([0-9]{1,9})");

  /**
   * The module's result.
   *
   * @param released number of interrupt lines that it released
   * @param kept number of interrupt lines that it could not release
   */
  public record Sweep(int released, int kept) {}

  /** Whether the guest has a module of a known version. */
  public boolean present(XenStoreView store) {
    return store.read(node("module")).filter(VERSION::equals).isPresent();
  }

  /**
   * Asks the module to release what the guest's kernel keeps of detached devices.
   *
   * @return the result as the guest reports it; empty if the module does not answer in ten seconds
   */
  public Optional<Sweep> sweep(WritableXenStore store) {
    return new GuestQuestion(domid, node("ask"), node("answer"))
        .put(store, token -> token, this::answer);
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
