package gangway.machine.capture;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.host.Wiring;
import gangway.machine.Result;
import gangway.request.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A machine with contradictory answers, because it changes during the read or is manipulated,
 * causes no fault in observers and checks.
 */
@Attack(Party.FILE)
class ContradictionsTest {
  private byte[] sound = new byte[0];

  @BeforeEach
  void aSoundHost() throws IOException {
    GuideHost host = new GuideHost().hidden(CARD, TWIN).given(3, CARD);
    host.volume("md0", "9:0", "sda1").volume("dm-0", "253:0", "md0");
    host.netInterface("xenbr0", "sys/devices/virtual").defaultRoute("xenbr0");
    host.put("sys/devices/virtual/net/xenbr0/brif/eth0/port_no", "0x1\n");
    host.put(
        "proc/net/ipv6_route", "0".repeat(32) + " 00 " + "0".repeat(32) + " 00 x x x x x eth0\n");
    host.put("etc/modprobe.d/gangway.conf", "options xen-pciback \\\n hide=(0000:09:00.0)\n");
    host.put("etc/libvirt/libxl/pv3.xml", "<domain type='xen'><name>pv3</name><devices/></domain>");
    host.put("sys/bus/pci/devices/0000:00:1c.0/secondary_bus_number", "9\n");
    host.put("sys/bus/pci/devices/0000:00:1c.0/subordinate_bus_number", "9\n");
    host.put(host.folder(CARD) + "/irq", "17\n").put(host.folder(CARD) + "/msi_irqs/31", "msix\n");
    DiskStacks.on(host).nvmes().images("rimage", "nvme0n1p1", "nvme1n1p1");
    host.answer("dmsetup status --noflush", "vg-root: 0 9 raid raid1 2 AA 9/9 idle 0 0 -\n");
    host.volume("drbd0", "147:0", "sda2");
    host.put("proc/drbd", " 0: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----\n");
    new Wiring(host)
        .on("wg0")
        .ipv4("eth1", "10.0.9.1/24", "default via 10.0.9.2 table 100")
        .rules("-4", "from 10.0.9.1 lookup 100", "not from all fwmark 0xca6c lookup 51820");
    host.answer("ip -d -o link show", "9: wg0: <UP> mtu 1420 \\    wireguard \n");
    host.answer("wg show all endpoints", "wg0\tkey\t10.0.9.7:51820\n");
    RecordingMachine recorder =
        new RecordingMachine(
            host.machine(), CapturePrivacy.usual(), new Capture.Origin("0", "now", false));
    new Observer(recorder).host();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    CaptureWriter.write(written, recorder.capture());
    sound = written.toByteArray();
  }

  private Capture capture() {
    return CaptureReader.read(new ByteArrayInputStream(sound), "it");
  }

  @Tag("long")
  @Test
  void oneWrongAnswerCausesNoFault() {
    Cases.eachOrEveryFifth(1500, random -> judged(contradicting(1, random)));
  }

  @Tag("long")
  @Test
  void manyWrongAnswersCauseNoFault() {
    Cases.eachOrEveryFifth(500, random -> judged(contradicting(2 + random.nextInt(60), random)));
  }

  private Capture contradicting(int times, Random random) {
    Capture capture = capture();
    List<String> files = paths(capture.files());
    List<String> nodes = paths(capture.xenStore());
    for (int i = 0; i < times; i++) {
      switch (random.nextInt(8)) {
        case 0 -> spoil(capture.xenStore(), nodes, random);
        case 1 -> command(capture, random);
        default -> spoil(capture.files(), files, random);
      }
    }
    return capture;
  }

  private static void judged(Capture capture) {
    try {
      HostSnapshot host = new Observer(new CapturedMachine(capture)).host();
      for (Request request : CapturedMachineTest.REQUESTS) {
        for (Finding finding : Checks.of(host, request)) {
          assertThat(finding.sentence()).isNotBlank();
        }
      }
    } catch (Problem refused) {
      assertThat(refused.blocker()).isNotBlank();
    } catch (RuntimeException | StackOverflowError fault) {
      String where =
          Stream.of(fault.getStackTrace())
              .filter(frame -> frame.getClassName().startsWith("gangway"))
              .limit(4)
              .map(StackTraceElement::toString)
              .collect(Collectors.joining(", "));
      throw new AssertionError(fault.getClass() + " at " + where, fault);
    }
  }

  private static List<String> paths(Places places) {
    List<String> paths = new ArrayList<>();
    places.each((folder, in) ->
        in.keySet().forEach(name -> paths.add((folder.equals("/") ? "" : folder) + "/" + name)));
    return paths;
  }

  private static void spoil(Places places, List<String> paths, Random random) {
    String path = oneOf(paths, random);
    String other = oneOf(paths, random);
    Place known = places.at(path);
    Place change =
        switch (random.nextInt(9)) {
          case 0 -> Place.NOTHING;
          case 1 -> places.at(other);
          case 2 -> known.withNames(namesOf(paths, random));
          case 3 -> known.withReal(random.nextBoolean() ? other : absurdPath(random));
          case 4 -> known.withLink(name(random.nextBoolean() ? other : absurdPath(random)));
          case 5 -> known.withBytes(bytes(random));
          case 6 -> known.withText(absurd(random));
          default -> known.withText(garbled(known.content().orElse(""), random));
        };
    places.add(path, _ -> change);
    if (random.nextInt(4) == 0) {
      places.add(other, _ -> known);
    }
  }

  /** Names from elsewhere in the same folder, so that devices get mixed up. */
  private static String namesOf(List<String> paths, Random random) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      names.add(name(oneOf(paths, random)));
    }
    return String.join("/", names);
  }

  private static String name(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() ? "x" : name;
  }

  private static String absurdPath(Random random) {
    return Cases.oneOf(
        random, "/", "/x", "/dev", "/sys", "/a/b/c/0000:00:00.0/" + "d/".repeat(300));
  }

  private static String absurd(Random random) {
    return Cases.oneOf(
        random,
        "",
        "\n",
        "-1\n",
        "99999999999999999999\n",
        "0x\n",
        "\0\0\0",
        "/dev/\0",
        "= = =",
        "/",
        "9:0",
        " ".repeat(500),
        "\u2028\uffff\ud83d\ude00",
        "8:1\ud800",
        "(".repeat(3000),
        "a ".repeat(300),
        "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>");
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(5000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String garbled(String text, Random random) {
    StringBuilder garbled = new StringBuilder(text);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = garbled.isEmpty() ? 0 : random.nextInt(garbled.length());
      switch (random.nextInt(4)) {
        case 0 ->
            garbled.insert(
                at, Cases.oneOf(random, "0", "\n", " ", "\t", "=", "/", "\0", "é", "\ud800"));
        case 1 -> garbled.setLength(at);
        case 2 -> garbled.insert(at, text);
        default -> garbled.delete(at, Math.min(garbled.length(), at + random.nextInt(9)));
      }
    }
    return garbled.toString();
  }

  private static void command(Capture capture, Random random) {
    Map<List<String>, Capture.Told> commands = capture.commands();
    List<String> words = oneOf(List.copyOf(commands.keySet()), random);
    String out =
        commands.get(words) instanceof Capture.Told.Ended(Result result) ? result.out() : "";
    commands.put(
        words,
        random.nextInt(5) == 0
            ? new Capture.Told.Refused(new Refusal("it hangs", ""))
            : new Capture.Told.Ended(
                new Result(
                    random.nextInt(3) - 1,
                    random.nextBoolean() ? garbled(out, random) : absurd(random),
                    absurd(random))));
  }

  private static <T> T oneOf(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
