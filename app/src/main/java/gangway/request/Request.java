package gangway.request;

import gangway.journal.Claim;
import gangway.pci.PciAddress;
import gangway.xen.definition.NewGuest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request of an operator. */
public sealed interface Request {

  /** Where a request takes effect. */
  enum Reach {
    /** On the running host, or in the running guest. */
    NOW,
    /** After the next boot of the host, or the next start of the guest. */
    LASTING
  }

  /** How a guest gives up functions. */
  enum Manner {
    /** The guest is asked to release them; if it does not, it keeps them. */
    ORDERLY,
    /** They are taken even if the guest does not answer; it may lose them while it uses them. */
    FORCED
  }

  /** The functions of the request; empty for a new guest without functions. */
  List<PciAddress> functions();

  /** The guest of the request, if any. */
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

  /**
   * Whether the request changes the boot settings of the host, or a check of it depends on them:
   * the definition of a guest outlasts a boot, so its functions should be hidden at boot too.
   */
  default boolean concernsBoot() {
    return switch (this) {
      case Hide _, Unhide _, New _ -> true;
      case Attach _, Detach _ -> lasting();
      case Ready _ -> false;
    };
  }

  /** Whether the request changes the definition of a guest. */
  default boolean concernsDefinitions() {
    return switch (this) {
      case Hide _, Unhide _ -> false;
      case Attach _, Detach _ -> lasting();
      case New _, Ready _ -> true;
    };
  }

  /** Unbind functions from their dom0 drivers and bind them to pciback. */
  record Hide(List<PciAddress> functions, Set<Reach> reach) implements Request {
    public Hide {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Give hidden functions back to their dom0 drivers. */
  record Unhide(List<PciAddress> functions, Set<Reach> reach) implements Request {
    public Unhide {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Attach hidden functions to a guest. */
  record Attach(String guest, List<PciAddress> functions, Set<Reach> reach) implements Request {
    public Attach {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Take functions from a guest; pciback keeps them. */
  record Detach(String guest, List<PciAddress> functions, Set<Reach> reach, Manner manner)
      implements Request {
    public Detach {
      functions = distinct(functions);
      reach = someReach(reach);
    }
  }

  /** Create a PV guest that has functions from its start, and to which more can be attached. */
  record New(NewGuest guest, Set<Reach> reach) implements Request {
    public New {
      reach = someReach(reach);
    }

    @Override
    public List<PciAddress> functions() {
      return guest.functions();
    }

    /** The attach that is part of this request; empty if the guest gets no functions. */
    public Optional<Attach> giving() {
      return functions().isEmpty()
          ? Optional.empty()
          : Optional.of(new Attach(guest.name(), functions(), reach));
    }
  }

  /** Change a guest's definition so that functions can be attached while the guest runs. */
  record Ready(String guest) implements Request {
    @Override
    public List<PciAddress> functions() {
      return List.of();
    }

    @Override
    public Set<Reach> reach() {
      return Set.of(Reach.LASTING);
    }
  }

  private static List<PciAddress> distinct(List<PciAddress> functions) {
    if (functions.isEmpty()) {
      throw new IllegalArgumentException("a request without a function");
    }
    return functions.stream().distinct().toList();
  }

  private static Set<Reach> someReach(Set<Reach> reach) {
    if (reach.isEmpty()) {
      throw new IllegalArgumentException("a request that takes effect nowhere");
    }
    return Set.copyOf(reach);
  }
}
