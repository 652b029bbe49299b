package gangway.xen.guest;

import gangway.pci.PciAddress;
import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStoreView;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The guest agent's data in XenStore (docs/guest-agent.md), if the guest has an agent. The guest is
 * not trusted: it can write any value.
 */
public record GuestAgent(int domid) {
  private static final String VERSION = "1";
  private static final int MAX_REASON = 200;

  /** The names of kernel drivers: printable ASCII only. */
  private static final Pattern DRIVER = Pattern.compile("[ -~]{1,64}");

  /** Whether the guest agrees to detach a function. */
  public sealed interface Answer {
    /** Nothing in the guest needs the function. */
    record Yes() implements Answer {}

    /** The detach would lose data. */
    record No(String reason) implements Answer {}
  }

  /** How the guest sees a function that is assigned to it. */
  public sealed interface FunctionInGuest {
    /** No agent reports it. */
    record Unknown() implements FunctionInGuest {
      @Override
      public String toString() {
        return "-";
      }
    }

    /** The guest does not see it. */
    record Unseen() implements FunctionInGuest {
      @Override
      public String toString() {
        return "not seen";
      }
    }

    /** The guest sees it, but no driver is bound to it. */
    record Undriven() implements FunctionInGuest {
      @Override
      public String toString() {
        return "no driver";
      }
    }

    /** A driver of the guest is bound to it. */
    record Driven(String driver) implements FunctionInGuest {
      @Override
      public String toString() {
        return driver;
      }
    }

    /** Parses the agent's value; a malformed driver name counts as unknown. */
    private static FunctionInGuest of(String said) {
      if (said.isBlank()) {
        return new Undriven();
      }
      return DRIVER.matcher(said).matches() ? new Driven(said) : new Unknown();
    }
  }

  /** Whether the guest has an agent of a known version. */
  public boolean present(XenStoreView store) {
    return store.read(node("agent")).filter(VERSION::equals).isPresent();
  }

  /** The guest's driver of a function, if any. */
  public Optional<String> driver(XenStoreView store, PciAddress vdev) {
    return inGuest(store, vdev) instanceof FunctionInGuest.Driven(String driver)
        ? Optional.of(driver)
        : Optional.empty();
  }

  /** How the guest sees a function. */
  public FunctionInGuest inGuest(XenStoreView store, PciAddress vdev) {
    Optional<String> said = store.read(node("pci/" + vdev.libxlName()));
    if (said.isEmpty()) {
      return present(store) ? new FunctionInGuest.Unseen() : new FunctionInGuest.Unknown();
    }
    return FunctionInGuest.of(said.get());
  }

  /** The parent node of the agent's driver names. */
  public String drivers() {
    return node("pci");
  }

  /**
   * Asks the agent whether a function may be detached.
   *
   * @return its answer; empty if it does not answer in ten seconds
   */
  public Optional<Answer> mayGo(WritableXenStore store, PciAddress vdev) {
    return new GuestQuestion(domid, node("ask"), node("answer"))
        .put(store, token -> token + " " + vdev, this::answer);
  }

  /** The answer to a question, once the agent has written it. */
  Optional<Answer> answer(XenStoreView store, String token) {
    return store
        .read(node("answer"))
        .filter(text -> text.startsWith(token + " "))
        .map(text -> text.substring(token.length() + 1))
        .map(GuestAgent::answer);
  }

  private static Answer answer(String text) {
    return text.equals("yes")
        ? new Answer.Yes()
        : new Answer.No(text.substring(0, Math.min(text.length(), MAX_REASON)));
  }

  private String node(String name) {
    return Domains.path(domid) + "/data/gangway/" + name;
  }
}
