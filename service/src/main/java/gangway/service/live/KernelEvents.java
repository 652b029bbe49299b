package gangway.service.live;

import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import gangway.service.linux.SystemError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's messages about devices, drivers and modules: what udev gets (kobject_uevent_net.c
 * and lib/kobject_uevent.c in Linux). PCI functions are added, removed, and bound to drivers; disks
 * and network interfaces come, go and change.
 *
 * <p>The kernel sends no message if a file of sysfs is written that no driver looks at, such as
 * {@code driver_override}.
 */
final class KernelEvents implements PolledSource {
  private static final int NETLINK_KOBJECT_UEVENT = 15;

  /** The kernel's own group; group 2 has udev's messages. */
  private static final int GROUP = 1;

  /** More than the kernel puts into a message (UEVENT_BUFFER_SIZE and the path). */
  private static final int BYTES = 16 * 1024;

  /** How many messages are read before other sources are looked at. */
  private static final int AT_ONCE = 10_000;

  private static final Set<Topic> DEVICES =
      Collections.unmodifiableSet(EnumSet.of(Topic.FUNCTIONS, Topic.GUESTS, Topic.DOCTOR));

  /** Measured values and switches of the machine, which change all the time on some machines. */
  private static final Set<String> NOISE =
      Set.of("power_supply", "thermal", "backlight", "leds", "rfkill", "rtc", "watchdog", "wakeup");

  private final Runnable moduleLoaded;
  private Optional<Integer> socket = Optional.empty();

  /**
   * @param moduleLoaded called when a module was loaded or removed, or a message was lost
   */
  KernelEvents(Runnable moduleLoaded) {
    this.moduleLoaded = moduleLoaded;
  }

  @Override
  public String name() {
    return "kernel events";
  }

  @Override
  public void open() throws SystemError {
    socket = Optional.of(Linux.netlink(NETLINK_KOBJECT_UEVENT, GROUP));
  }

  @Override
  public List<Descriptor> descriptors() {
    return socket.map(Descriptor::readable).stream().toList();
  }

  @Override
  public Set<Topic> ready(Descriptor descriptor, int events) throws SystemError {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    ByteBuffer message = ByteBuffer.allocate(BYTES);
    try {
      for (int i = 0; i < AT_ONCE && Linux.receive(descriptor.number(), message); i++) {
        topics.addAll(topics(StandardCharsets.UTF_8.decode(message).toString()));
      }
    } catch (SystemError e) {
      if (e.number() != SystemError.ENOBUFS) {
        throw e;
      }
      moduleLoaded.run();
      return Topic.ALL;
    }
    return topics;
  }

  /**
   * What a message is about.
   *
   * @param message {@code ACTION@PATH}, and lines {@code KEY=VALUE}, each with a NUL at its end
   */
  Set<Topic> topics(String message) {
    if (message.isEmpty()) {
      return Set.of(); // not of the kernel
    }
    String subsystem = "";
    for (String line : message.split("\0", -1)) {
      if (line.startsWith("SUBSYSTEM=")) {
        subsystem = line.substring("SUBSYSTEM=".length());
      }
    }
    if (subsystem.equals("module")) {
      moduleLoaded.run();
      return Topic.ALL;
    }
    return NOISE.contains(subsystem) ? Set.of() : DEVICES;
  }

  @Override
  public void close() {
    socket.ifPresent(Linux::close);
    socket = Optional.empty();
  }
}
