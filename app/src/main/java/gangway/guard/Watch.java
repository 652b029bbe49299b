package gangway.guard;

import gangway.Problem;
import gangway.journal.Author;
import gangway.machine.Deadline;
import gangway.machine.WritableMachine;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.WritableXenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
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

  /**
   * libxl's nodes about one function of a domain, which it writes and deletes with the function.
   */
  private static final Pattern FUNCTION =
      Pattern.compile(PciBackend.ALL + "/([0-9]{1,5})/[0-9]+/[a-z]*dev-[0-9]+");

  /** How often the suspension of one domain is examined at most: a guest can write the request. */
  private static final Duration REST = Duration.ofMinutes(1);

  /** Receives the events. */
  public interface Audience {
    /** The watch has begun. */
    void follows(int guests);

    /** The watch sees a device at this guest for the first time. */
    void hasDevice(Domain guest);

    /** What is known of a guest could not be recorded; the watch goes on and tries again. */
    void notRecorded(Domain guest, Problem why);

    /** A guest at risk receives the request to suspend: a tool saves or migrates the guest. */
    void suspends(GuestRisk guest);
  }

  private final WritableMachine machine;
  private final WritableXenStore store;
  private final Author author;
  private final Audience audience;

  /** The records, by domain ID. */
  private final Map<Integer, Watched> noted = new HashMap<>();

  /** The domain IDs whose record is not on the disk. */
  private final Set<Integer> unrecorded = new HashSet<>();

  /** When the suspension of a domain may be examined again, by domain ID. */
  private final Map<Integer, Deadline> rests = new HashMap<>();

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
    guests.forEach(guest -> note(guest, false, hasDevice(guest)));
  }

  /**
   * Reads all guests only if guests or devices changed, because a guest can write to XenStore at
   * any rate.
   */
  private void look(Set<String> changed) {
    boolean guests = !unrecorded.isEmpty();
    Set<Integer> plugged = new HashSet<>();
    for (String path : changed) {
      domid(SHUTDOWN, path).ifPresent(domid -> told(domid, path));
      // the function may be gone again by now
      domid(FUNCTION, path).ifPresent(plugged::add);
      guests |= path.startsWith("@") || path.startsWith(PciBackend.ALL);
    }
    if (guests) {
      List<Domain> running = Domains.read(store).running();
      running.forEach(
          guest -> note(guest, true, hasDevice(guest) || plugged.contains(guest.domid())));
      forget(running.stream().map(Domain::domid).toList());
    }
  }

  private static Optional<Integer> domid(Pattern pattern, String path) {
    return Optional.of(pattern.matcher(path))
        .filter(Matcher::matches)
        .map(domid -> Integer.valueOf(domid.group(1)));
  }

  private void told(int domid, String path) {
    Optional<Deadline> rest = Optional.ofNullable(rests.get(domid));
    if (rest.filter(deadline -> !deadline.passed()).isEmpty()
        && store.read(path).equals(Optional.of("suspend"))) {
      rests.put(domid, machine.clock().deadline(REST));
      Risks.read(machine).stream()
          .filter(guest -> guest.domain().domid() == domid && guest.risk().present())
          .forEach(audience::suspends);
    }
  }

  private static boolean hasDevice(Domain guest) {
    return guest.pci().filter(pci -> !pci.entries().isEmpty()).isPresent();
  }

  /**
   * @param has whether the guest has a device, or had one since the last look
   */
  private void note(Domain guest, boolean fromStart, boolean has) {
    Optional<Watched> before =
        Optional.ofNullable(noted.get(guest.domid()))
            .filter(watched -> watched.uuid().equals(guest.uuid()));
    boolean had = before.map(Watched::hadDevice).orElseGet(() -> hadBefore(guest, fromStart));
    Watched now =
        new Watched(
            guest.uuid(), before.map(Watched::fromStart).orElse(fromStart), had || has, author);
    if (before.filter(now::equals).isEmpty() || unrecorded.contains(guest.domid())) {
      noted.put(guest.domid(), now);
      record(guest, now);
    }
    if (has && !had) {
      audience.hasDevice(guest);
    }
  }

  /**
   * A full disk does not end the watch, which would lose what is known of all guests. Without a
   * record the guest counts as not known, so an earlier record must not stay; if it cannot be
   * deleted either, the watch ends, and the records of a watch that has ended do not count.
   */
  private void record(Domain guest, Watched now) {
    Path file = Watched.file(guest.domid());
    try {
      machine.replace(file, now.text());
      unrecorded.remove(guest.domid());
    } catch (Problem why) {
      machine.delete(file);
      if (unrecorded.add(guest.domid())) {
        audience.notRecorded(guest, why);
      }
    }
  }

  /** Whether an earlier watch saw the guest with a device. */
  private boolean hadBefore(Domain guest, boolean fromStart) {
    return !fromStart && Watched.read(machine, guest).filter(Watched::hadDevice).isPresent();
  }

  private void forget(List<Integer> running) {
    rests.keySet().retainAll(running);
    unrecorded.retainAll(running);
    List<Integer> gone = noted.keySet().stream().filter(domid -> !running.contains(domid)).toList();
    for (int domid : gone) {
      noted.remove(domid);
      machine.delete(Watched.file(domid));
    }
  }
}
