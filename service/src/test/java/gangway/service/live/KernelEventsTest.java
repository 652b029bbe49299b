package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KernelEventsTest {
  private final AtomicInteger modules = new AtomicInteger();

  private Set<Topic> topics(String... lines) {
    return new KernelEvents(modules::incrementAndGet).topics(String.join("\0", lines) + "\0");
  }

  @Test
  void functionsDisksAndInterfacesMatter() {
    assertThat(
            topics(
                "bind@/devices/pci0000:00/0000:00:1c.0/0000:09:00.0",
                "ACTION=bind",
                "DEVPATH=/devices/pci0000:00/0000:00:1c.0/0000:09:00.0",
                "SUBSYSTEM=pci",
                "PCI_SLOT_NAME=0000:09:00.0",
                "SEQNUM=2241"))
        .containsExactly(Topic.FUNCTIONS, Topic.GUESTS, Topic.DOCTOR);
    assertThat(topics("change@/devices/virtual/block/md0", "ACTION=change", "SUBSYSTEM=block"))
        .contains(Topic.FUNCTIONS);
    assertThat(topics("add@/devices/virtual/net/xenbr0", "SUBSYSTEM=net", "INTERFACE=xenbr0"))
        .contains(Topic.FUNCTIONS);
    assertThat(modules).hasValue(0);
  }

  @Test
  void anUnknownSubsystemMattersAndABatteryDoesNot() {
    assertThat(topics("add@/devices/virtual/new/n0", "SUBSYSTEM=new")).contains(Topic.FUNCTIONS);
    assertThat(topics("add@/devices/x", "ACTION=add")).contains(Topic.FUNCTIONS);
    assertThat(topics("change@/devices/BAT0", "SUBSYSTEM=power_supply")).isEmpty();
  }

  @Test
  void aModuleCanBringAFileOfProc() {
    assertThat(topics("add@/module/md_mod", "ACTION=add", "SUBSYSTEM=module")).isEqualTo(Topic.ALL);
    assertThat(modules).hasValue(1);
  }

  @Test
  void aMessageOfAnotherProcessIsIgnored() {
    assertThat(new KernelEvents(() -> {}).topics("")).isEmpty();
  }

  @Test
  void theKernelTellsOfANewInterface() throws Exception {
    Namespace.ofNetwork(() -> {
      try (KernelEvents events = new KernelEvents(() -> {})) {
        events.open();
        Namespace.run("ip", "link", "add", "br0", "type", "bridge");
        assertThat(Await.topics(events, EnumSet.of(Topic.FUNCTIONS)))
            .contains(Topic.FUNCTIONS, Topic.DOCTOR);
      }
      return true;
    });
  }

  /** Without reading, the socket's buffer overflows, and messages are lost. */
  @Test
  void lostMessagesCountAsAChangeOfEverything() throws Exception {
    Namespace.ofNetwork(() -> {
      try (KernelEvents events = new KernelEvents(modules::incrementAndGet)) {
        events.open();
        // about 600 messages of 1 KiB fill the buffer of 212,992 bytes
        Namespace.run(
            "sh",
            "-c",
            "for i in $(seq 200); do echo link add b$i type bridge; echo link del b$i; done"
                + " | ip -batch -");
        assertThat(Await.once(events, 20_000)).isEqualTo(Topic.ALL);
        assertThat(modules.get()).isPositive();
        Await.drain(events);
        Namespace.run("ip", "link", "add", "br0", "type", "bridge");
        assertThat(Await.topics(events, EnumSet.of(Topic.FUNCTIONS))).isNotEmpty();
      }
      return true;
    });
  }
}
