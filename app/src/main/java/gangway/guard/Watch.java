package gangway.guard;

import gangway.journal.Author;
import gangway.machine.WritableMachine;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.WritableXenStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows XenStore: records which guests have devices at any time, attached by Gangway or by
 * another tool, and reports when a guest at risk is suspended although it must not be.
 */
public final class Watch {
  private static final List<String> PATHS =
      List.of(Domains.ALL, "@introduceDomain", "@releaseDomain");
  private static final Pattern SHUTDOWN =
      Pattern.compile(Domains.ALL + "/([0-9]{1,5})/control/shutdown");

  /** Receives the events. */
  public interface Audience {
    /** The watch has begun. */
    void follows(int guests);

    /** The watch sees a device at this guest for the first time. */
    void hasDevice(Domain guest);

    /** A guest at risk receives the request to suspend: a tool saves or migrates the guest. */
    void suspends(GuestRisk guest);
  }

  private final WritableMachine machine;
  private final WritableXenStore store;
  private final Author author;
  private final Audience audience;

  /** The records, by domain ID. */
  private final Map<Integer, Watched> noted = new HashMap<>();

  private Watch(WritableMachine machine, Author author, Audience audience) {
    this.machine = machine;
    this.store = machine.actingXenStore();
    this.author = author;
    this.audience = audience;
  }

  /** Follows until {@code goesOn} returns false. */
  public static void follow(
      WritableMachine machine, Author author, Audience audience, BooleanSupplier goesOn) {
    Watch watch = new Watch(machine, author, audience);
    watch.begin();
    watch.store.follow(
        PATHS,
        changed -> {
          watch.look(changed);
          return goesOn.getAsBoolean();
        });
  }

  /** The history of guests that run already is unknown. */
  private void begin() {
    List<Domain> guests = Domains.read(store).running();
    audience.follows(guests.size());
    guests.forEach(guest -> note(guest, false));
  }

  /**
   * Reads all guests only if guests or devices changed, because a guest can write to XenStore at
   * any rate.
   */
  private void look(Set<String> changed) {
    boolean guests = false;
    for (String path : changed) {
      Matcher shutdown = SHUTDOWN.matcher(path);
      if (shutdown.matches()) {
        told(Integer.parseInt(shutdown.group(1)), path);
      }
      guests |= path.startsWith("@") || path.startsWith(PciBackend.ALL);
    }
    if (guests) {
      List<Domain> running = Domains.read(store).running();
      running.forEach(guest -> note(guest, true));
      forget(running.stream().map(Domain::domid).toList());
    }
  }

  private void told(int domid, String path) {
    if (store.read(path).equals(Optional.of("suspend"))) {
      Risks.read(machine).stream()
          .filter(guest -> guest.domain().domid() == domid && guest.risk().present())
          .forEach(audience::suspends);
    }
  }

  private void note(Domain guest, boolean fromStart) {
    Optional<Watched> before =
        Optional.ofNullable(noted.get(guest.domid()))
            .filter(watched -> watched.uuid().equals(guest.uuid()));
    boolean has = guest.pci().filter(pci -> !pci.entries().isEmpty()).isPresent();
    boolean had = before.map(Watched::hadDevice).orElseGet(() -> hadBefore(guest, fromStart));
    Watched now =
        new Watched(
            guest.uuid(), before.map(Watched::fromStart).orElse(fromStart), had || has, author);
    if (before.filter(now::equals).isEmpty()) {
      machine.replace(Watched.file(guest.domid()), now.text());
      noted.put(guest.domid(), now);
    }
    if (has && !had) {
      audience.hasDevice(guest);
    }
  }

  /** Whether an earlier watch saw the guest with a device. */
  private boolean hadBefore(Domain guest, boolean fromStart) {
    return !fromStart && Watched.read(machine, guest).filter(Watched::hadDevice).isPresent();
  }

  private void forget(List<Integer> running) {
    List<Integer> gone = noted.keySet().stream().filter(domid -> !running.contains(domid)).toList();
    for (int domid : gone) {
      noted.remove(domid);
      machine.delete(Watched.file(domid));
    }
  }
}
