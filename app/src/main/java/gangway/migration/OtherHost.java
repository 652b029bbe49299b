package gangway.migration;

import gangway.Problem;
import gangway.json.JsonLine;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.Ssh;
import gangway.pci.Address;
import gangway.pci.DeviceId;
import gangway.toolstack.Toolstack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Another host that has Gangway, which is asked about it. */
public record OtherHost(Ssh ssh) {

  /** The functions there are. */
  Offers offers(Machine machine) {
    Command command = ssh.command("gangway", "devices", "--json");
    Result result = answer(machine, command);
    try {
      JsonLine json = new JsonLine(result.out().getBytes(StandardCharsets.UTF_8));
      return new Offers(ssh.host(), json.array(() -> offer(json)));
    } catch (IllegalArgumentException e) {
      throw silent("its answer to 'gangway devices --json' is none: " + e.getMessage());
    }
  }

  /** Sees that no guest of a name runs there. */
  void mustLack(Machine machine, String guest) {
    if (machine.told(ssh.command("xl", "domid", guest)).isPresent()) {
      throw Problem.refused(
          "a guest '%s' runs on %s already".formatted(guest, ssh), "see 'gangway guests' there");
    }
  }

  /** The command that gives a guest functions there. */
  Command attach(String guest, List<Address> functions) {
    return ssh.command(
            Stream.concat(
                    Stream.of("gangway", "attach", "--now", guest),
                    functions.stream().map(Address::toString))
                .toArray(String[]::new))
        .within(Toolstack.LONG);
  }

  private Result answer(Machine machine, Command command) {
    return machine
        .ask(command)
        .filter(Result::ok)
        .orElseThrow(() -> silent("'%s' did not succeed".formatted(command)));
  }

  private Problem silent(String evidence) {
    return Problem.refused(
        "%s cannot be asked what devices it has".formatted(ssh),
        "see that root can log in there by ssh without a password, and that Gangway is in its path",
        evidence);
  }

  /** One of {@code gangway devices --json}, as docs/json.md has it. */
  private static Offers.Offer offer(JsonLine json) {
    Map<String, String> texts = new HashMap<>();
    json.object();
    for (Optional<String> name = json.member(); name.isPresent(); name = json.member()) {
      if (name.get().equals("owner")) {
        texts.put("owner", kind(json));
      } else if (json.isString()) {
        texts.put(name.get(), json.string());
      } else {
        json.skip();
      }
    }
    String holder = text(texts, "owner");
    return new Offers.Offer(
        Address.parse(text(texts, "address")).orElseThrow(IllegalArgumentException::new),
        id(texts, "id"),
        id(texts, "subsystem"),
        holder,
        holder.equals("pciback"));
  }

  private static String kind(JsonLine json) {
    List<String> kinds = new ArrayList<>();
    json.object();
    for (Optional<String> name = json.member(); name.isPresent(); name = json.member()) {
      if (name.get().equals("kind")) {
        kinds.add(json.string());
      } else {
        json.skip();
      }
    }
    return String.join("", kinds);
  }

  private static DeviceId id(Map<String, String> texts, String name) {
    return DeviceId.parse(text(texts, name)).orElseThrow(IllegalArgumentException::new);
  }

  private static String text(Map<String, String> texts, String name) {
    return Objects.requireNonNullElse(texts.get(name), "");
  }
}
