package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;

import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.machine.Machine;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The command lines with golden files of their JSON: each command in its interesting variants. */
final class JsonCases {
  private JsonCases() {}

  static Stream<JsonCase> all() {
    return Stream.of(
            devices(),
            show(),
            guests(),
            guestCheck(),
            check(),
            explain(),
            config(),
            doctor(),
            guard(),
            history(),
            JsonActingCases.all().toList())
        .flatMap(List::stream);
  }

  private static JsonCase of(
      String command, String variant, String arguments, Supplier<GuideHost> host) {
    return acting(command, variant, arguments, () -> host.get().machine());
  }

  private static JsonCase acting(
      String command, String variant, String arguments, Supplier<Machine> machine) {
    return new JsonCase(command, variant, arguments, machine);
  }

  private static List<JsonCase> devices() {
    return List.of(
        of("devices", "every-owner", "", JsonHosts::everyOwner),
        of("devices", "operations", "--class network", JsonHosts::changing),
        of("devices", "with-bridges", "--all", JsonHosts::plain),
        of("devices", "none", "--class display", JsonHosts::plain));
  }

  private static List<JsonCase> show() {
    return List.of(
        of("show", "everything", CARD, JsonHosts::detailed),
        of("show", "virtual-function-without-xen", CARD, JsonHosts::withoutXen),
        of("show", "invalid", "0c:00.0", JsonHosts::plain),
        of("show", "bridge", "00:1c.0", JsonHosts::plain),
        of("show", "operation", TWIN, JsonHosts::changing),
        of("show", "inconsistent", OTHER_TWIN, JsonHosts::everyOwner),
        of("show", "function-without-driver", "0a:04.1", JsonHosts::reported));
  }

  private static List<JsonCase> guests() {
    return List.of(
        of("guests", "everything", "", JsonHosts::manyGuests),
        of("guests", "reports-of-agents", "", JsonHosts::reported),
        of("guests", "paused", "", JsonHosts::paused),
        of("guests", "none", "", JsonHosts::withoutGuests));
  }

  private static List<JsonCase> guestCheck() {
    return List.of(
        of("guest-check", "silent", "pv1", JsonHosts::plain),
        of("guest-check", "xenstore", "pv1", JsonHosts::given),
        of("guest-check", "agent", "pv1", JsonHosts::reported),
        of("guest-check", "ssh", "--ssh root@pv1 pv1", JsonHosts::answering));
  }

  private static List<JsonCase> check() {
    String system = "00:1f.2 03:00.0 00:1e.0";
    return List.of(
        of("check hide", "clear", CARD, JsonHosts::plain),
        of("check hide", "blocked", system, JsonHosts::plain),
        of(
            "check hide",
            "accepted",
            "--now --accept DISK-ROOT=00:1f.2 --accept DISK-IN-USE 00:1f.2",
            JsonHosts::plain),
        of("check hide", "boot-only", "--boot 0a:04.0", JsonHosts::plain),
        of("check hide", "nothing-to-do", CARD, () -> JsonHosts.plain().hidden(CARD)),
        of("check unhide", "clear", CARD, () -> JsonHosts.plain().hidden(CARD)),
        of("check unhide", "blocked", CARD, JsonHosts::given),
        of("check attach", "warned", "pv1 " + TWIN, () -> JsonHosts.plain().hidden(TWIN)),
        of("check attach", "blocked", "--now pv2 0a:04.0 00:1e.0", JsonHosts::plain),
        of("check attach", "config", "--config pv2 " + CARD, () -> JsonHosts.plain().hidden(CARD)),
        of("check assign", "clear", "--now pv1 " + CARD, JsonHosts::hotPluggable),
        of("check assign", "blocked", "--now pv2 00:1f.2", JsonHosts::plain),
        of("check unassign", "clear", "--now pv1 " + CARD, JsonHosts::given),
        of("check detach", "now", "--now pv1 " + CARD, JsonHosts::given),
        of("check detach", "forced", "--force --now pv1 " + CARD, JsonHosts::given),
        of("check detach", "nothing-to-do", "pv1 " + TWIN, JsonHosts::given),
        of("check detach", "blocked", "--now pv2 " + CARD, JsonHosts::given));
  }

  private static List<JsonCase> explain() {
    return List.of(
        of("explain", "finding", "DISK-ROOT", JsonHosts::plain),
        of("explain", "finding-and-issue", "XEN-PERMISSIVE", JsonHosts::plain));
  }

  private static List<JsonCase> config() {
    return List.of(
        of("config", "defaults", "", JsonHosts::plain),
        of("config", "everything", "", JsonHosts::configured));
  }

  private static List<JsonCase> doctor() {
    return List.of(
        of("doctor", "healthy", "", JsonHosts::plain),
        of("doctor", "issues", "", JsonHosts::withIssues),
        of("doctor", "nothing-to-repair", "--fix", JsonHosts::plain),
        of("doctor", "repaired", "--fix", JsonHosts::withIssues),
        acting(
            "doctor",
            "not-repaired",
            "--fix",
            () -> JsonHosts.destroyed().machine().failing(1, Failure.NOT_DONE)));
  }

  private static List<JsonCase> guard() {
    return List.of(
        of("guard status", "without-tools", "", JsonHosts::plain),
        of("guard status", "not-guarded", "", JsonHosts::guardable),
        of("guard status", "guarded", "", JsonHosts::guarded),
        of("guard status", "outdated", "", JsonHosts::outdatedGuard));
  }

  private static List<JsonCase> history() {
    return List.of(
        of("history", "none", "", JsonHosts::plain),
        of("history", "every-outcome", "", JsonHosts::everyOutcome),
        of("history", "unreadable", "--all", JsonHosts::unreadable),
        of("history", "unreadable-operation", "by-hand", JsonHosts::unreadable),
        of("history", "operation", "20261129T010203.456-12", JsonHosts::everyOutcome));
  }
}
