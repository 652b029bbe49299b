package gangway.toolstack;

import gangway.pci.Address;
import gangway.xenstore.XenStoreView;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the agent in a guest says in XenStore, where the guest has one (docs/guest-agent.md). The
 * guest writes it, and may write anything.
 */
public record GuestAgent(int domid) {
  private static final String VERSION = "1";
  private static final int LONGEST_REASON = 200;

  /** As the kernel's drivers are named; letters of other scripts are none of them. */
  private static final Pattern DRIVER = Pattern.compile("[ -~]{1,64}");

  /** Whether a guest lets a function go. */
  public sealed interface Answer {
    /** Nothing in it needs the function. */
    record Yes() implements Answer {}

    /** Something would lose data. */
    record No(String reason) implements Answer {}
  }

  /** What a guest sees of a function it was given. */
  public sealed interface Sight {
    /** Nobody in the guest tells. */
    record Unknown() implements Sight {
      @Override
      public String toString() {
        return "-";
      }
    }

    /** The guest does not see it. */
    record Unseen() implements Sight {
      @Override
      public String toString() {
        return "not seen";
      }
    }

    /** No driver of the guest has it. */
    record Undriven() implements Sight {
      @Override
      public String toString() {
        return "no driver";
      }
    }

    /** A driver of the guest has it. */
    record Driven(String driver) implements Sight {
      @Override
      public String toString() {
        return driver;
      }
    }

    /** Reads what the agent writes; what is no name of a driver tells nothing. */
    private static Sight of(String said) {
      if (said.isBlank()) {
        return new Undriven();
      }
      return DRIVER.matcher(said).matches() ? new Driven(said) : new Unknown();
    }
  }

  /** Whether there is one. */
  public boolean present(XenStoreView store) {
    return store.read(node("agent")).filter(VERSION::equals).isPresent();
  }

  /** The driver in the guest that has a function. */
  public Optional<String> driver(XenStoreView store, Address vdev) {
    return sight(store, vdev) instanceof Sight.Driven(String driver)
        ? Optional.of(driver)
        : Optional.empty();
  }

  /** What the guest says of a function. */
  public Sight sight(XenStoreView store, Address vdev) {
    Optional<String> said = store.read(node("pci/" + vdev.libxlName()));
    if (said.isEmpty()) {
      return present(store) ? new Sight.Unseen() : new Sight.Unknown();
    }
    return Sight.of(said.get());
  }

  /** The node that it names drivers below. */
  public String drivers() {
    return node("pci");
  }

  /** The node that the agent is asked at. */
  public String question() {
    return node("ask");
  }

  /** The question whether a function may go; its answer begins with the same token. */
  public static String mayGo(String token, Address vdev) {
    return token + " " + vdev;
  }

  /** The node that it answers at. */
  public String answers() {
    return node("answer");
  }

  /** The answer to one question, once it is there. */
  public Optional<Answer> answer(XenStoreView store, String token) {
    return store
        .read(node("answer"))
        .filter(text -> text.startsWith(token + " "))
        .map(text -> text.substring(token.length() + 1))
        .map(GuestAgent::answer);
  }

  private static Answer answer(String text) {
    return text.equals("yes")
        ? new Answer.Yes()
        : new Answer.No(text.substring(0, Math.min(text.length(), LONGEST_REASON)));
  }

  private String node(String name) {
    return Domains.path(domid) + "/data/gangway/" + name;
  }
}
