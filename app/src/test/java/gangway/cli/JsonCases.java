package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;

import gangway.host.ActingHost.Failure;
import java.util.List;
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

  private static List<JsonCase> devices() {
    return List.of(
        JsonCase.of("devices", "every-owner", "", JsonHosts::everyOwner),
        JsonCase.of("devices", "carries", "--carries", JsonHosts::plain),
        JsonCase.of("devices", "operations", "--class network", JsonHosts::changing),
        JsonCase.of("devices", "with-bridges", "--all", JsonHosts::plain),
        JsonCase.of("devices", "virtual-functions", "--class network", JsonHosts::withoutXen),
        JsonCase.of("devices", "none", "--class display", JsonHosts::plain));
  }

  private static List<JsonCase> show() {
    return List.of(
        JsonCase.of("show", "everything", CARD, JsonHosts::detailed),
        JsonCase.of("show", "virtual-function-without-xen", CARD, JsonHosts::withoutXen),
        JsonCase.of("show", "invalid", "0c:00.0", JsonHosts::plain),
        JsonCase.of("show", "bridge", "00:1c.0", JsonHosts::plain),
        JsonCase.of("show", "operation", TWIN, JsonHosts::changing),
        JsonCase.of("show", "inconsistent", OTHER_TWIN, JsonHosts::everyOwner),
        JsonCase.of("show", "function-without-driver", "0a:04.1", JsonHosts::reported));
  }

  private static List<JsonCase> guests() {
    return List.of(
        JsonCase.of("guests", "everything", "", JsonHosts::manyGuests),
        JsonCase.of("guests", "reports-of-agents", "", JsonHosts::reported),
        JsonCase.of("guests", "paused", "", JsonHosts::paused),
        JsonCase.of("guests", "none", "", JsonHosts::withoutGuests));
  }

  private static List<JsonCase> guestCheck() {
    return List.of(
        JsonCase.of("guest-check", "silent", "pv1", JsonHosts::plain),
        JsonCase.of("guest-check", "xenstore", "pv1", JsonHosts::given),
        JsonCase.of("guest-check", "agent", "pv1", JsonHosts::reported),
        JsonCase.of("guest-check", "ssh", "--ssh root@pv1 pv1", JsonHosts::answering));
  }

  private static List<JsonCase> check() {
    String system = "00:1f.2 03:00.0 00:1e.0";
    return List.of(
        JsonCase.of("check hide", "clear", CARD, JsonHosts::plain),
        JsonCase.of("check hide", "blocked", system, JsonHosts::plain),
        JsonCase.of(
            "check hide",
            "accepted",
            "--now --accept DISK-ROOT=00:1f.2 --accept DISK-IN-USE 00:1f.2",
            JsonHosts::plain),
        JsonCase.of("check hide", "boot-only", "--boot 0a:04.0", JsonHosts::plain),
        JsonCase.of("check hide", "nothing-to-do", CARD, () -> JsonHosts.plain().hidden(CARD)),
        JsonCase.of("check unhide", "clear", CARD, () -> JsonHosts.plain().hidden(CARD)),
        JsonCase.of("check unhide", "blocked", CARD, JsonHosts::given),
        JsonCase.of("check attach", "warned", "pv1 " + TWIN, () -> JsonHosts.plain().hidden(TWIN)),
        JsonCase.of("check attach", "blocked", "--now pv2 0a:04.0 00:1e.0", JsonHosts::plain),
        JsonCase.of(
            "check attach", "config", "--config pv2 " + CARD, () -> JsonHosts.plain().hidden(CARD)),
        JsonCase.of("check assign", "clear", "--now pv1 " + CARD, JsonHosts::hotPluggable),
        JsonCase.of("check assign", "blocked", "--now pv2 00:1f.2", JsonHosts::plain),
        JsonCase.of("check unassign", "clear", "--now pv1 " + CARD, JsonHosts::given),
        JsonCase.of("check detach", "now", "--now pv1 " + CARD, JsonHosts::given),
        JsonCase.of("check detach", "forced", "--force --now pv1 " + CARD, JsonHosts::given),
        JsonCase.of("check detach", "nothing-to-do", "pv1 " + TWIN, JsonHosts::given),
        JsonCase.of("check detach", "blocked", "--now pv2 " + CARD, JsonHosts::given));
  }

  private static List<JsonCase> explain() {
    return List.of(
        JsonCase.of("explain", "finding", "DISK-ROOT", JsonHosts::plain),
        JsonCase.of("explain", "finding-and-issue", "XEN-PERMISSIVE", JsonHosts::plain));
  }

  private static List<JsonCase> config() {
    return List.of(
        JsonCase.of("config", "defaults", "", JsonHosts::plain),
        JsonCase.of("config", "everything", "", JsonHosts::configured));
  }

  private static List<JsonCase> doctor() {
    return List.of(
        JsonCase.of("doctor", "healthy", "", JsonHosts::plain),
        JsonCase.of("doctor", "issues", "", JsonHosts::withIssues),
        JsonCase.of("doctor", "nothing-to-repair", "--fix", JsonHosts::plain),
        JsonCase.of("doctor", "repaired", "--fix", JsonHosts::withIssues),
        new JsonCase(
            "doctor",
            "not-repaired",
            "--fix",
            () -> JsonHosts.destroyed().machine().failing(1, Failure.NOT_DONE)));
  }

  private static List<JsonCase> guard() {
    return List.of(
        JsonCase.of("guard status", "without-tools", "", JsonHosts::plain),
        JsonCase.of("guard status", "not-guarded", "", JsonHosts::guardable),
        JsonCase.of("guard status", "guarded", "", JsonHosts::guarded),
        JsonCase.of("guard status", "outdated", "", JsonHosts::outdatedGuard));
  }

  private static List<JsonCase> history() {
    return List.of(
        JsonCase.of("history", "none", "", JsonHosts::plain),
        JsonCase.of("history", "every-outcome", "", JsonHosts::everyOutcome),
        JsonCase.of("history", "changed-files", "20261129T010203.456-17", JsonHosts::changedFiles),
        JsonCase.of("history", "unreadable", "--all", JsonHosts::unreadable),
        JsonCase.of("history", "unreadable-operation", "by-hand", JsonHosts::unreadable),
        JsonCase.of("history", "operation", "20261129T010203.456-12", JsonHosts::everyOutcome));
  }
}
