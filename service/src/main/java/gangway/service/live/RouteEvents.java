package gangway.service.live;

import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import gangway.service.linux.SystemError;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's messages about links, addresses, routes and rules of the network (rtnetlink(7)):
 * they decide which network interface dom0 needs.
 *
 * <p>A router that announces itself makes the kernel repeat the message about each IPv6 address,
 * with another lifetime; that is not a change.
 */
final class RouteEvents implements PolledSource {
  private static final int NETLINK_ROUTE = 0;

  /** RTMGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE, _IPV4_RULE, _IPV6_IFADDR, _IPV6_ROUTE, _IPV6_RULE. */
  private static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x80 | 0x100 | 0x400 | 1 << 18;

  private static final int BYTES = 64 * 1024;
  private static final int AT_ONCE = 10_000;

  /** Of {@code nlmsghdr}. */
  private static final int HEADER = 16;

  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;

  /** Of {@code ifaddrmsg}. */
  private static final int ADDRESS_HEADER = 8;

  /** Lifetimes of an address. */
  private static final int IFA_CACHEINFO = 6;

  /** More addresses are not remembered, so a repeated message counts as a change. */
  private static final int MAX_KNOWN = 10_000;

  private static final Set<Topic> TOPICS =
      Collections.unmodifiableSet(EnumSet.of(Topic.FUNCTIONS, Topic.DOCTOR));

  private final Set<ByteBuffer> known = new HashSet<>();
  private Optional<Integer> socket = Optional.empty();

  @Override
  public String name() {
    return "network events";
  }

  @Override
  public void open() throws SystemError {
    known.clear();
    socket = Optional.of(Linux.netlink(NETLINK_ROUTE, GROUPS));
  }

  @Override
  public List<Descriptor> descriptors() {
    return socket.map(Descriptor::readable).stream().toList();
  }

  @Override
  public Set<Topic> ready(Descriptor descriptor, int events) throws SystemError {
    boolean changed = false;
    ByteBuffer messages = ByteBuffer.allocate(BYTES);
    try {
      for (int i = 0; i < AT_ONCE && Linux.receive(descriptor.number(), messages); i++) {
        changed |= changed(messages);
      }
    } catch (SystemError e) {
      if (e.number() != SystemError.ENOBUFS) {
        throw e;
      }
      known.clear();
      return Topic.ALL;
    }
    return changed ? TOPICS : Set.of();
  }

  /** Whether one of the messages tells of a change; a message that is cut off does. */
  boolean changed(ByteBuffer messages) {
    boolean changed = false;
    while (messages.remaining() >= HEADER) {
      int start = messages.position();
      int length = messages.getInt(start);
      if (length < HEADER || length > messages.remaining()) {
        return true;
      }
      int type = Short.toUnsignedInt(messages.getShort(start + 4));
      ByteBuffer body = messages.slice(start + HEADER, length - HEADER).order(messages.order());
      changed |=
          switch (type) {
            case RTM_NEWADDR -> isNew(body);
            case RTM_DELADDR -> {
              known.clear();
              yield true;
            }
            default -> true;
          };
      messages.position(Math.min(start + aligned(length), messages.limit()));
    }
    return changed;
  }

  private boolean isNew(ByteBuffer address) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    return known.add(withoutLifetime(address));
  }

  private static ByteBuffer withoutLifetime(ByteBuffer address) {
    ByteBuffer kept = ByteBuffer.allocate(address.capacity());
    int at = Math.min(ADDRESS_HEADER, address.limit());
    kept.put(address.slice(0, at));
    while (address.limit() - at >= 4) {
      int length = Short.toUnsignedInt(address.getShort(at));
      if (length < 4 || length > address.limit() - at) {
        break;
      }
      if (address.getShort(at + 2) != IFA_CACHEINFO) {
        kept.put(address.slice(at, length));
      }
      at = Math.min(at + aligned(length), address.limit());
    }
    return kept.flip();
  }

  /** Messages and attributes begin at multiples of four bytes. */
  private static int aligned(int length) {
    return (length + 3) & ~3;
  }

  @Override
  public void close() {
    socket.ifPresent(Linux::close);
    socket = Optional.empty();
  }
}
