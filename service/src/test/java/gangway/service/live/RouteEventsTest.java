package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class RouteEventsTest {
  private static final int NEW_ADDRESS = 20;
  private static final int DELETED_ADDRESS = 21;
  private static final int NEW_ROUTE = 24;

  private final RouteEvents events = new RouteEvents();

  /** A message about an IPv6 address: its last byte, and its lifetime. */
  private static ByteBuffer address(int type, int last, int lifetime) {
    return ByteBuffer.allocate(16 + 8 + 20 + 20)
        .order(ByteOrder.nativeOrder())
        .putInt(16 + 8 + 20 + 20)
        .putShort((short) type)
        .position(16)
        .put(new byte[] {10, 64, (byte) 0x80, 0})
        .putInt(2)
        .putShort((short) 20)
        .putShort((short) 1)
        .position(16 + 8 + 19)
        .put((byte) last)
        .putShort((short) 20)
        .putShort((short) 6)
        .putInt(lifetime)
        .clear();
  }

  @Test
  void aRepeatedAddressWithAnotherLifetimeIsNoChange() {
    assertThat(events.changed(address(NEW_ADDRESS, 1, 3600))).isTrue();
    assertThat(events.changed(address(NEW_ADDRESS, 1, 3590))).isFalse();
    assertThat(events.changed(address(NEW_ADDRESS, 2, 3590))).isTrue();
    assertThat(events.changed(address(DELETED_ADDRESS, 1, 0))).isTrue();
    assertThat(events.changed(address(NEW_ADDRESS, 1, 3600))).isTrue();
  }

  @Test
  void severalMessagesInOneAreAllRead() {
    ByteBuffer two =
        ByteBuffer.allocate(128)
            .order(ByteOrder.nativeOrder())
            .put(address(NEW_ADDRESS, 1, 1))
            .put(address(NEW_ADDRESS, 2, 1))
            .flip();
    assertThat(events.changed(address(NEW_ADDRESS, 1, 1))).isTrue();
    assertThat(events.changed(two)).isTrue();
    assertThat(events.changed(two.rewind())).isFalse();
  }

  @Test
  void aRouteAndAMessageThatIsCutOffAreChanges() {
    assertThat(events.changed(address(NEW_ROUTE, 1, 1))).isTrue();
    assertThat(events.changed(address(NEW_ROUTE, 1, 1))).isTrue();
    ByteBuffer cut = address(NEW_ADDRESS, 9, 1).limit(30);
    assertThat(events.changed(cut)).isTrue();
    assertThat(events.changed(ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()))).isTrue();
  }

  @Test
  void theKernelTellsOfAddressesRoutesAndRules() throws Exception {
    Namespace.ofNetwork(() -> {
      try (RouteEvents source = new RouteEvents()) {
        source.open();
        for (String command :
            new String[] {
              "link set lo up",
              "addr add 192.0.2.1/24 dev lo",
              "route add 198.51.100.0/24 dev lo",
              "rule add from 192.0.2.1 table 100",
              "-6 rule add from 2001:db8::1 table 100"
            }) {
          Await.drain(source);
          Namespace.run(("ip " + command).split(" ", -1));
          assertThat(Await.topics(source, EnumSet.of(Topic.FUNCTIONS)))
              .as(command)
              .contains(Topic.FUNCTIONS);
        }
      }
      return true;
    });
  }
}
