package gangway.request;

import gangway.journal.Claim;
import gangway.pci.Address;
import gangway.toolstack.NewGuest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an operator asks for. */
public sealed interface Request {

  /** Where it is to hold. */
  enum Reach {
    /** On the running host, or in the running guest. */
    NOW,
    /** After the next boot of the host, or the next start of the guest. */
    LASTING
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

  /** The command that makes the request. */
  default String verb() {
    return switch (this) {
      case Hide _ -> "hide";
      case Unhide _ -> "unhide";
      case Attach _ -> "attach";
      case Detach _ -> "detach";
      case New _ -> "new";
      case Ready _ -> "enable-hotplug";
    };
  }

  /** What no other operation may change while the request is carried out. */
  default Set<Claim> claims() {
    Set<Claim> claims = new LinkedHashSet<>();
    functions().forEach(function -> claims.add(new Claim.OfFunction(function)));
    switch (this) {
      case Hide _, Unhide _ -> {
        if (lasting()) {
          claims.add(new Claim.OfBootSettings());
        }
      }
      case Attach attach -> claims.add(new Claim.OfGuest(attach.guest()));
      case Detach detach -> claims.add(new Claim.OfGuest(detach.guest()));
      case New made -> claims.add(new Claim.OfGuest(made.guest().name()));
      case Ready ready -> claims.add(new Claim.OfGuest(ready.guest()));
    }
    return claims;
  }

  /** The same request, to hold elsewhere. */
  default Request withReach(Set<Reach> reach) {
    return switch (this) {
      case Hide hide -> new Hide(hide.functions(), reach);
      case Unhide unhide -> new Unhide(unhide.functions(), reach);
      case Attach attach -> new Attach(attach.guest(), attach.functions(), reach);
      case Detach detach -> new Detach(detach.guest(), detach.functions(), reach, detach.manner());
      case New made -> new New(made.guest(), reach);
      case Ready ready -> ready;
    };
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
    public Optional<Attach> giving() {
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
