package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a new user does in dom0 of a fresh host: the command in the section "Install" of README.md,
 * then those of "First five commands", and nothing else. The host has the hardware of README's
 * example, and Gangway was never on it.
 */
@Tag("rare")
class NewUserTest {
  private static final Hardware EXAMPLE = new Hardware(true, 0, 2, false);
  private static final String DOWNLOADS = "/root/downloads";
  private static final String INDENT = "    ";
  private static final String PROMPT = INDENT + "# ";
  private static final String LEFT_OUT = "...";

  /** A command of README.md, and what it prints there. */
  private record Shown(String command, List<String> output) {}

  @Test
  void thePackageIsInstalledAndTheFirstFiveCommandsWorkWithoutAnyOtherStep() throws IOException {
    Lab lab = Checkout.start("n", EXAMPLE);
    try {
      lab.copy(Checkout.packages(), DOWNLOADS);
      installAndUse(lab.dom0());
    } finally {
      lab.stop();
    }
  }

  private static void installAndUse(Dom0 dom0) throws IOException {
    String install =
        section("Install")
            .filter(line -> line.startsWith(INDENT + "apt install"))
            .map(line -> line.substring(0, line.indexOf('#')).strip())
            .findFirst()
            .orElseThrow();

    // a question of apt has no answer, and would end the command
    dom0.must("cd %s && %s </dev/null".formatted(DOWNLOADS, install));

    List<Shown> commands = commands();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(5);
    for (Shown shown : commands) {
      Output output = dom0.run(shown.command());
      boolean refused = shown.output().stream().anyMatch(line -> line.startsWith("blocked "));
      assertThat(output.exit()).as(shown + "\n" + output).isEqualTo(refused ? 3 : 0);
      assertThat((output.out() + output.err()).lines().map(String::strip))
          .as(shown.command())
          .containsAll(shown.output());
      if (shown.command().startsWith("xl create")) {
        // README.md shows what the next command prints when the guest has started
        dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
      }
    }

    dom0.must("in-guest pv1 'lease eth0 >/dev/null && ping -c 1 -W 10 10.9.0.2'");
  }

  private static List<Shown> commands() throws IOException {
    List<Shown> commands = new ArrayList<>();
    for (String line : section("First five commands").toList()) {
      if (line.startsWith(PROMPT)) {
        commands.add(new Shown(line.substring(PROMPT.length()), new ArrayList<>()));
      } else if (line.startsWith(INDENT) && !line.strip().startsWith(LEFT_OUT)) {
        commands.getLast().output().add(line.strip());
      } else if (line.startsWith("`gangway detach")) {
        // what follows is not part of the five commands
        break;
      }
    }
    return commands;
  }

  private static Stream<String> section(String title) throws IOException {
    String text = Files.readString(Checkout.ROOT.resolve("README.md"));
    String begin = "\n## " + title + "\n";
    int start = text.indexOf(begin) + begin.length();
    return text.substring(start, text.indexOf("\n## ", start)).lines();
  }
}
