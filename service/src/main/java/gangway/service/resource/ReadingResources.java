package gangway.service.resource;

import gangway.pci.PciAddress;
import gangway.service.http.Call;
import gangway.service.http.HttpProblem;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the commands that change nothing print with {@code --json}. */
record ReadingResources(CurrentHost host) {
  private static final String CODE = "[A-Z][A-Z0-9-]{0,63}";

  List<Route> routes() {
    return List.of(
        Route.get("/doctor", call -> answer(call, "doctor")),
        Route.getForOperators("/guard", call -> answer(call, "guard", "status")),
        Route.getForOperators("/hardware", call -> answer(call, "hardware")),
        Route.get("/configuration", call -> answer(call, "config")),
        Route.get("/shutdown-policies", call -> answer(call, "shutdown-policy")),
        Route.get("/boot-settings", this::bootSettings),
        Route.get("/explanations", call -> answer(call, "explain")),
        Route.get("/explanations/{code}", this::explanation));
  }

  private Reply answer(Call call, String... words) {
    List<String> all = Stream.concat(Stream.of(words), Stream.of("--json")).toList();
    return Tagged.of(ProgramAnswer.of(host.machine(), all).json()).answer(call);
  }

  private Reply bootSettings(Call call) {
    List<String> words = new ArrayList<>(List.of("boot-config"));
    for (String function :
        call.parameter("functions").map(ReadingResources::split).orElse(List.of())) {
      words.add(address(function));
    }
    return answer(call, words.toArray(String[]::new));
  }

  private static List<String> split(String functions) {
    return List.of(functions.split(",", -1));
  }

  private Reply explanation(Call call) {
    String code = call.variable("code");
    if (!code.matches(CODE)) {
      throw HttpProblem.notFound(
          "no finding or issue has this code", "GET /api/v1/explanations lists all codes");
    }
    try {
      return answer(call, "explain", code);
    } catch (HttpProblem unknown) {
      throw HttpProblem.notFound(
          String.valueOf(unknown.getMessage()), "GET /api/v1/explanations lists all codes");
    }
  }

  /** A word that can only be an address, not an option of the command. */
  static String address(String text) {
    return PciAddress.parse(text)
        .map(PciAddress::toString)
        .orElseThrow(() ->
            HttpProblem.invalid(
                "'%s' is not the address of a PCI function".formatted(text),
                "write the address as 0000:09:00.0"));
  }
}
