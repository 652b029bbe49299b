package gangway.host;

import gangway.boot.FileEdit;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.request.Request;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import gangway.xen.protocol.PciBackend;
import gangway.xen.protocol.XenbusState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host as it is expected to be after requests that were not performed yet, so that a request that
 * depends on them can be checked before the first action: owners, guests, definitions, hot-plug
 * counters. Boot settings stay as they are: only {@code hide} depends on them.
 *
 * <p>Nothing is performed on an expected host. When the earlier requests are done, the host is
 * observed, and the request is checked and planned again.
 *
 * <p>See docs/decisions/0029-one-operation-of-several-requests.md.
 */
public final class ExpectedHost {
  /** Where the guest will see a function is decided later; no check depends on it. */
  private static final PciAddress SOMEWHERE = new PciAddress(0, 0, 0, 0);

  private ExpectedHost() {}

  /**
   * The host after some requests.
   *
   * @param earlier requests to hide, attach and detach, in their order
   * @param host as observed for another request
   */
  public static HostSnapshot after(List<Request> earlier, HostSnapshot host) {
    HostSnapshot expected = host;
    for (Request request : earlier) {
      expected =
          switch (request) {
            case Request.Hide hide -> hidden(expected, hide);
            case Request.Attach attach -> changed(expected, attach.guest(), attach);
            case Request.Detach detach -> changed(expected, detach.guest(), detach);
            case Request.Unhide _, Request.New _, Request.Ready _ ->
                throw new IllegalArgumentException("no host is expected after " + request.verb());
          };
    }
    return expected;
  }

  private static HostSnapshot hidden(HostSnapshot host, Request.Hide hide) {
    Inventory now = host.inventory();
    List<PciFunction> functions =
        now.functions().stream()
            .map(function ->
                hide.now() && hide.functions().contains(function.address())
                    ? function.boundTo(Owner.PCIBACK)
                    : function)
            .toList();
    Map<PciAddress, ReplacedDevice> replaced = new HashMap<>(host.assignments().replaced());
    replaced.keySet().removeAll(hide.functions());
    return host.with(
        hide.now() ? HostSnapshot.Pciback.LOADED : host.pciback(),
        new Assignments(
            new Inventory(
                new PciFunctions(functions, now.functions().unread()),
                now.settings(),
                now.domains(),
                now.claimants()),
            host.assignments().seen(),
            host.assignments().originals(),
            replaced),
        host.hotPlugs());
  }

  private static HostSnapshot changed(HostSnapshot host, String name, Request request) {
    Inventory now = host.inventory();
    Map<Integer, HotPlugs> hotPlugs = new HashMap<>(host.hotPlugs());
    List<Domain> running = new ArrayList<>();
    for (Domain domain : now.domains().running()) {
      Domain expected =
          request.now() && domain.name().equals(name) ? changed(domain, request) : domain;
      running.add(expected);
      HotPlugs count = hotPlugs.get(domain.domid());
      if (!expected.equals(domain) && count != null) {
        hotPlugs.put(domain.domid(), counted(count, request.functions().size()));
      }
    }
    List<Guest> guests = new ArrayList<>();
    for (Guest guest : host.guests().all()) {
      guests.add(
          new Guest(
              guest.name(),
              guest.toolstack(),
              guest
                  .running()
                  .map(domain ->
                      running.stream()
                          .filter(one -> one.domid() == domain.domid())
                          .findFirst()
                          .orElse(domain)),
              guest.note(),
              guest.state(),
              request.lasting() && guest.name().equals(name)
                  ? guest.definitions().stream().map(file -> changed(file, request)).toList()
                  : guest.definitions()));
    }
    return host.with(
        host.pciback(),
        new Assignments(
            new Inventory(
                now.functions(),
                now.settings(),
                new Domains(running, now.domains().left()),
                now.claimants()),
            Optional.of(new Guests(guests, host.guests().unreadable())),
            host.assignments().originals(),
            host.assignments().replaced()),
        hotPlugs);
  }

  private static HotPlugs counted(HotPlugs before, int functions) {
    FileEdit edit = before.counting(before.count() + functions);
    return new HotPlugs(before.guest(), before.boot(), edit.after());
  }

  private static Domain changed(Domain domain, Request request) {
    List<PciBackend.Entry> entries =
        new ArrayList<>(domain.pci().map(PciBackend::entries).orElse(List.of()));
    entries.removeIf(entry -> request.functions().contains(entry.function()));
    if (request instanceof Request.Attach) {
      for (PciAddress function : request.functions()) {
        entries.add(
            new PciBackend.Entry(
                entries.size(), function, XenbusState.INITIALISED, Optional.of(SOMEWHERE)));
      }
    }
    PciBackend record =
        domain
            .pci()
            .orElse(new PciBackend(XenbusState.CONNECTED, XenbusState.CONNECTED, List.of()));
    return new Domain(
        domain.domid(),
        domain.name(),
        domain.type(),
        domain.uuid(),
        Optional.of(new PciBackend(record.backend(), record.frontend(), entries)),
        domain.noted());
  }

  private static DefinitionFile changed(DefinitionFile file, Request request) {
    Definition changed = file.content();
    for (PciAddress function : request.functions()) {
      changed =
          request instanceof Request.Attach ? changed.with(function) : changed.without(function);
    }
    return file.with(changed);
  }
}
