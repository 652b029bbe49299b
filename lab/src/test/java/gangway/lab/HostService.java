package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code gangway serve} as a service of dom0, and the hostile clients of {@code lab/service}. */
record HostService(Dom0 dom0) {
  private static final String CLIENT = "/root/attack";
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"([0-9a-f]{64})\"");
  private static final Pattern INTERRUPTED = Pattern.compile("\"interrupted\":\\[\"([^\"]+)\"");
  private static final Pattern OPERATION = Pattern.compile("\"operation\":\"([^\"]+)\"");

  /** Starts the service by its unit. */
  static HostService start(Dom0 dom0) throws IOException {
    String client = Files.readString(Checkout.ROOT.resolve("lab/service/attack"));
    dom0.must("cat > %1$s <<'END'\n%2$sEND\nchmod 755 %1$s".formatted(CLIENT, client));
    dom0.must(
        "cp /opt/gangway/systemd/gangway-serve.service /etc/systemd/system"
            + " && systemctl daemon-reload && systemctl -q start gangway-serve");
    HostService service = new HostService(dom0);
    assertThat(dom0.await(CLIENT + " send GET /api/v1/me", START_LIMIT)).isTrue();
    return service;
  }

  /** Attacks the service, prints the facts that the attack finds, and returns them by name. */
  Map<String, List<String>> attack(String attack) {
    Output output = dom0.run(CLIENT + " " + attack);
    System.out.println(output.out().indent(2).stripTrailing());
    assertThat(output.exit()).as(attack + "\n" + output.err()).isZero();
    Map<String, List<String>> facts = new TreeMap<>();
    output
        .out()
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(fact ->
            facts.merge(
                fact[0],
                List.of(fact[1]),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
    return facts;
  }

  /**
   * Sends a request that is not hostile; returns the status, and the body from the next line on.
   */
  String send(String method, String path, String body) {
    return dom0.must("%s send %s '/api/v1%s' '%s'".formatted(CLIENT, method, path, body));
  }

  /** Checks a request and starts the operation that was shown; returns the operation's id. */
  String begin(String request) {
    String digest = found(DIGEST, send("POST", "/checks", "{\"request\":%s}".formatted(request)));
    return found(
        OPERATION,
        send(
            "POST",
            "/operations",
            "{\"request\":%s,\"digest\":\"%s\"}".formatted(request, digest)));
  }

  /** The id of the interrupted operation, which the host must have. */
  String interrupted() {
    return found(INTERRUPTED, send("GET", "/host", ""));
  }

  private static String found(Pattern pattern, String answer) {
    Matcher matcher = pattern.matcher(answer);
    assertThat(matcher.find()).as(answer).isTrue();
    return matcher.group(1);
  }

  /** The events of an operation, from the first one to its end. */
  String eventsUntilEnd(String operation) {
    return send("GET", "/operations/" + operation + "/events", "");
  }
}
