package gangway.check;

import gangway.host.Host;
import gangway.pci.Address;
import gangway.toolstack.Guest;
import gangway.toolstack.NewGuest;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an operator asks for. */
public sealed interface Request {

  /** Where it is to hold. */
  enum Reach {
    /** On the running host, or in the running guest. */
    NOW,
    /** After the next boot of the host, or the next start of the guest. */
    LASTING;

    /** Where something asked of a guest can hold: it runs, it is defined, or both. */
    public static Set<Reach> of(String guest, Host host) {
      Set<Reach> reach = EnumSet.noneOf(Reach.class);
      for (Guest named : host.guests().named(guest)) {
        if (named.running().isPresent()) {
          reach.add(NOW);
        }
        if (!named.definitions().isEmpty()) {
          reach.add(LASTING);
        }
      }
      return reach.isEmpty() ? EnumSet.of(NOW) : reach;
    }
  }

  /** How functions are taken from a guest. */
  enum Manner {
    /** The guest lets go of them; if it does not, it keeps them. */
    ORDERLY,
    /** They are taken even from a guest that does not answer, and loses them as it uses them. */
    FORCED
  }

  /** The functions it is about; a guest may be made without any. */
  List<Address> functions();

  /** The guest it is about, if it is about one. */
  default Optional<String> guestName() {
    return switch (this) {
      case Attach attach -> Optional.of(attach.guest());
      case Detach detach -> Optional.of(detach.guest());
      case New made -> Optional.of(made.guest().name());
      case Ready ready -> Optional.of(ready.guest());
      case Hide _, Unhide _ -> Optional.empty();
    };
  }

  /** Never empty. */
  Set<Reach> reach();

  /** The command's word for it. */
  default String verb() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  default boolean now() {
    return reach().contains(Reach.NOW);
  }

  default boolean lasting() {
    return reach().contains(Reach.LASTING);
  }

  /** Take functions from their dom0 drivers into pciback. */
  record Hide(List<Address> functions, Set<Reach> reach) implements Request {
    public Hide {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Give hidden functions back to their dom0 drivers. */
  record Unhide(List<Address> functions, Set<Reach> reach) implements Request {
    public Unhide {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Give hidden functions to a guest. */
  record Attach(String guest, List<Address> functions, Set<Reach> reach) implements Request {
    public Attach {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Take functions from a guest, back into pciback. */
  record Detach(String guest, List<Address> functions, Set<Reach> reach, Manner manner)
      implements Request {
    public Detach {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Make a PV guest that has functions from its start, and can be given more while it runs. */
  record New(NewGuest guest, Set<Reach> reach) implements Request {
    public New {
      reach = someReach(reach);
    }

    @Override
    public List<Address> functions() {
      return guest.functions();
    }

    /** What it asks for of functions; nothing if the guest is to have none. */
    Optional<Attach> giving() {
      return functions().isEmpty()
          ? Optional.empty()
          : Optional.of(new Attach(guest.name(), functions(), reach));
    }
  }

  /** Have a guest's definition say that the guest can be given functions while it runs. */
  record Ready(String guest) implements Request {
    @Override
    public List<Address> functions() {
      return List.of();
    }

    @Override
    public Set<Reach> reach() {
      return Set.of(Reach.LASTING);
    }
  }

  private static List<Address> distinct(List<Address> functions) {
    if (functions.isEmpty()) {
      throw new IllegalArgumentException("a request without a function");
    }
    return functions.stream().distinct().toList();
  }

  private static Set<Reach> someReach(Set<Reach> reach) {
    if (reach.isEmpty()) {
      throw new IllegalArgumentException("a request that is to hold nowhere");
    }
    return Set.copyOf(reach);
  }
}
