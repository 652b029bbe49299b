package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.host.MovedDevices;
import gangway.host.TrialHost;
import gangway.migration.OtherGangway;
import gangway.operation.Trials;
import gangway.xen.guest.Images;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The command lines of commands that act or write files, with golden files of their JSON. */
final class JsonActingCases {
  private static final String IMAGE = "/srv/pv1.image";
  private static final String SSH = "ssh -o BatchMode=yes -o ServerAliveInterval=15 ";

  private JsonActingCases() {}

  static Stream<JsonCase> all() {
    return Stream.of(
            hide(),
            functions(),
            apply(),
            definitions(),
            guestPrepare(),
            guard(),
            saved(),
            recover(),
            shutdownPolicy(),
            hardware(),
            remap(),
            trials(),
            others())
        .flatMap(List::stream);
  }

  /** Every outcome, and every event, of one command. */
  private static List<JsonCase> hide() {
    return List.of(
        JsonCase.of("hide", "done", CARD, JsonHosts::plain),
        JsonCase.of("hide", "planned", "--dry-run " + CARD, JsonHosts::plain),
        JsonCase.of("hide", "already-so", "--now " + CARD, () -> JsonHosts.plain().hidden(CARD)),
        JsonCase.of("hide", "refused", "00:1f.2", JsonHosts::plain),
        JsonCase.of("hide", "accepted", "--accept NETWORK-LINK-UP --now " + TWIN, JsonHosts::plain),
        JsonCase.of("hide", "invalid", "0c:00.0", JsonHosts::plain),
        JsonCase.of("hide", "interrupted-operation", TWIN, JsonHosts::changing),
        new JsonCase("hide", "undone", CARD, JsonActingCases::undone),
        new JsonCase("hide", "not-undone", CARD, JsonActingCases::notUndone),
        JsonCase.of(
            "hide", "plan-changed", "--digest " + "0".repeat(64) + " " + CARD, JsonHosts::plain),
        JsonCase.of("hide", "lines-done", CARD, JsonHosts::plain),
        JsonCase.of("hide", "lines-planned", "--dry-run " + CARD, JsonHosts::plain),
        JsonCase.of("hide", "lines-refused", "00:1f.2", JsonHosts::plain),
        new JsonCase("hide", "lines-undone", CARD, JsonActingCases::undone),
        new JsonCase("hide", "lines-not-undone", CARD, JsonActingCases::notUndone));
  }

  private static List<JsonCase> apply() {
    String file = "src/test/resources/declarations/";
    return List.of(
        JsonCase.of("apply", "done", file + "pv1.yaml", JsonActingCases::otherwise),
        JsonCase.of(
            "apply", "planned", "--dry-run " + file + "pv1.yaml", JsonActingCases::otherwise),
        JsonCase.of("apply", "already-so", file + "nothing.yaml", JsonHosts::plain),
        JsonCase.of("apply", "refused", file + "disk.yaml", JsonHosts::plain),
        JsonCase.of("apply", "invalid", file + "errors.yaml", JsonHosts::plain),
        new JsonCase(
            "apply",
            "undone",
            file + "pv1.yaml",
            () -> otherwise().machine().failing(13, Failure.NOT_DONE)));
  }

  /** The guest has a device, and is to have another one. */
  private static GuideHost otherwise() {
    return JsonHosts.plain().hidden(TWIN).given(3, TWIN);
  }

  private static ActingHost undone() {
    return JsonHosts.plain().machine().failing(3, Failure.NOT_DONE);
  }

  private static ActingHost notUndone() {
    return JsonHosts.plain()
        .machine()
        .failing(3, Failure.NOT_DONE)
        .failing(4, Failure.NOT_DONE)
        .failing(5, Failure.NOT_DONE);
  }

  private static List<JsonCase> functions() {
    return List.of(
        JsonCase.of("unhide", "done", "--now " + CARD, () -> JsonHosts.plain().hidden(CARD)),
        JsonCase.of("attach", "done", "--now pv1 " + CARD, JsonActingCases::attachable),
        JsonCase.of("attach", "refused", "--now pv2 " + CARD, JsonHosts::plain),
        JsonCase.of("assign", "done", "--now pv1 " + CARD, JsonHosts::hotPluggable),
        JsonCase.of("assign", "planned", "--dry-run --now pv1 " + CARD, JsonHosts::hotPluggable),
        JsonCase.of("assign", "refused", "--now pv1 00:1f.2", JsonHosts::hotPluggable),
        JsonCase.of("assign", "lines-done", "--now pv1 " + CARD, JsonHosts::hotPluggable),
        new JsonCase(
            "assign",
            "undone",
            "--now pv1 " + CARD,
            () -> JsonHosts.hotPluggable().machine().failing(7, Failure.NOT_DONE)),
        JsonCase.of("unassign", "done", "--now pv1 " + CARD, JsonHosts::given),
        JsonCase.of("detach", "done", "--now pv1 " + CARD, JsonHosts::given),
        JsonCase.of("detach", "refused", "--now pv9 " + CARD, JsonHosts::given));
  }

  private static GuideHost attachable() {
    return JsonHosts.hotPluggable().hidden(CARD);
  }

  private static List<JsonCase> definitions() {
    String db1 = "db1 --pci 09:00.0 --kernel /srv/vmlinux";
    Supplier<GuideHost> kernel = () -> JsonHosts.plain().hidden(CARD).put("srv/vmlinux", "");
    return List.of(
        JsonCase.of("new", "done", db1, kernel),
        JsonCase.of("new", "planned", "--dry-run " + db1, kernel),
        JsonCase.of("new", "plan-changed", "--digest " + "0".repeat(64) + " " + db1, kernel),
        JsonCase.of("new", "refused", "--kernel /srv/nothing pv2", kernel),
        JsonCase.of("enable-hotplug", "done", "pv1", JsonHosts::plain),
        JsonCase.of("enable-hotplug", "check", "--check pv1", JsonActingCases::attachable),
        JsonCase.of("enable-hotplug", "check-refused", "--check pv1", JsonHosts::given),
        JsonCase.of("enable-hotplug", "lines-check", "--check pv1", JsonActingCases::attachable));
  }

  private static List<JsonCase> guestPrepare() {
    String asked = SSH + "root@pv1 sh -s -- look pv";
    String report =
        """
        system modules-load
        module xen-pcifront
        present loaded
        at-boot %s
        boot-file /etc/modules-load.d/gangway-xen-pcifront.conf
        boot-mine %s
        iommu-soft set
        grub-mine no
        """;
    Supplier<GuideHost> not = () -> JsonHosts.plain().answer(asked, report.formatted("no", "no"));
    Supplier<GuideHost> prepared =
        () -> JsonHosts.plain().answer(asked, report.formatted("yes", "yes"));
    return List.of(
        JsonCase.of("guest-prepare", "planned", "--dry-run --kind pv --ssh root@pv1", not),
        JsonCase.of("guest-prepare", "already-so", "--kind pv --ssh root@pv1", prepared),
        JsonCase.of("guest-prepare", "one-of-two", "--kind pv --ssh root@pv1 pv;1", prepared),
        JsonCase.of("guest-prepare", "invalid", "--print", JsonHosts::plain));
  }

  private static List<JsonCase> guard() {
    return List.of(
        JsonCase.of("guard install", "done", "", JsonActingCases::guardable),
        JsonCase.of("guard install", "already-so", "", JsonHosts::guarded),
        JsonCase.of("guard install", "refused", "", JsonHosts::plain),
        JsonCase.of("guard install", "planned", "--dry-run", JsonActingCases::guardable),
        JsonCase.of(
            "guard install",
            "plan-changed",
            "--digest " + "0".repeat(64),
            JsonActingCases::guardable),
        JsonCase.of("guard remove", "done", "", JsonHosts::guarded),
        JsonCase.of("guard remove", "planned", "--dry-run", JsonHosts::guarded),
        JsonCase.of("guard scan", "images", "/srv", JsonActingCases::images),
        JsonCase.of("guard scan", "nothing", "/etc/xen", JsonHosts::plain),
        JsonCase.of("guard shutdown", "shut-down", "", JsonHosts::given),
        JsonCase.of("guard shutdown", "lines-shut-down", "", JsonHosts::given),
        new JsonCase("guard shutdown", "saved", "", JsonActingCases::withPolicy),
        JsonCase.of("guard shutdown", "unsaved", "", () -> policy(given())),
        new JsonCase("guard resume", "done", "", JsonActingCases::afterShutdown),
        JsonCase.of("guard resume", "nothing", "", JsonHosts::plain));
  }

  private static GuideHost policy(GuideHost host) {
    return host.put("etc/gangway/shutdown-policy", "save pv1\n");
  }

  private static ActingHost withPolicy() {
    return policy(given()).machine().withModuleSaying(3, "1 0");
  }

  private static ActingHost afterShutdown() {
    GuideHost host = policy(given());
    JsonCase.run(host.machine().withModuleSaying(3, "1 0"), List.of("guard", "shutdown"));
    return host.machine().withModuleSaying(3, "1 0");
  }

  private static GuideHost guardable() {
    return JsonHosts.guardable().put(Launcher.path().toString().substring(1), "");
  }

  private static GuideHost images() {
    GuideHost host = JsonHosts.plain();
    host.put("srv/pv1.image", Images.whole("{ }")).put("srv/pv2.image", Images.xl("{ }"));
    return host;
  }

  private static List<JsonCase> saved() {
    return List.of(
        new JsonCase("save", "done", "pv1 " + IMAGE, JsonActingCases::withModule),
        new JsonCase("save", "planned", "--dry-run pv1 " + IMAGE, JsonActingCases::withModule),
        new JsonCase(
            "save",
            "plan-changed",
            "--digest " + "0".repeat(64) + " pv1 " + IMAGE,
            JsonActingCases::withModule),
        JsonCase.of("save", "refused", "pv1 " + IMAGE, JsonActingCases::given),
        new JsonCase("restore", "done", IMAGE, JsonActingCases::afterSave),
        new JsonCase("restore", "planned", "--dry-run " + IMAGE, JsonActingCases::afterSave),
        new JsonCase("restore", "lines-done", IMAGE, JsonActingCases::afterSave),
        JsonCase.of("restore", "refused", "/etc/xen/pv1.cfg", JsonHosts::plain),
        new JsonCase("migrate", "planned", "--dry-run pv1 other-host", JsonActingCases::withOther),
        JsonCase.of("migrate", "invalid", "pv1 a;b", JsonActingCases::given));
  }

  private static GuideHost given() {
    GuideHost host = JsonHosts.plain().put("srv/other", "").hidden(CARD, TWIN).given(3, CARD);
    host.store().with("/local/domain/3/memory/target", "262144");
    return host;
  }

  private static ActingHost withModule() {
    return given().machine().withModuleSaying(3, "1 0");
  }

  private static ActingHost afterSave() {
    GuideHost host = given();
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");
    JsonCase.run(machine, List.of("save", "pv1", IMAGE));
    return host.machine().withModuleSaying(3, "1 0");
  }

  private static ActingHost withOther() {
    return OtherGangway.able(given(), "other-host")
        .withShadow()
        .answer(
            SSH + "other-host gangway devices --json",
            """
            {"format": 1, "functions": [{"address": "%s", "id": "8086:10d3",\
             "subsystem": "8086:a01f", "owner": {"kind": "pciback"}}]}
            """
                .formatted(CARD))
        .answer(SSH + "other-host xl list", "Domain-0  0  2048  4  r-----  9.9\n")
        .machine()
        .withModuleSaying(3, "1 0");
  }

  private static List<JsonCase> recover() {
    return List.of(
        JsonCase.of("recover", "nothing", "", JsonHosts::plain),
        JsonCase.of("recover", "undone", "", JsonHosts::changing),
        JsonCase.of("recover", "kept", "--as-is", JsonHosts::changing),
        JsonCase.of("recover", "unreadable", "", JsonHosts::unreadable),
        JsonCase.of("recover", "resumed", "", RecoverSuspendedGuestsTest::suspended),
        JsonCase.of("recover", "lines-resumed", "", RecoverSuspendedGuestsTest::suspended),
        JsonCase.of("recover", "not-suspended", "pv1", JsonHosts::plain),
        JsonCase.of("recover", "refused", "pv2", JsonHosts::plain),
        new JsonCase("recover", "steps-undone", "", JsonActingCases::killed));
  }

  /** A hide was killed in its third action. */
  private static ActingHost killed() {
    GuideHost host = JsonHosts.plain();
    JsonCase.run(host.machine().killedAt(14), List.of("hide", "--now", CARD));
    return host.machine();
  }

  private static List<JsonCase> shutdownPolicy() {
    Supplier<GuideHost> policies =
        () -> JsonHosts.plain().put("etc/gangway/shutdown-policy", "save pv1\nignore pv2\n");
    return List.of(
        JsonCase.of("shutdown-policy", "all", "", policies),
        JsonCase.of("shutdown-policy", "none", "", JsonHosts::plain),
        JsonCase.of("shutdown-policy", "one", "pv1", policies),
        JsonCase.of("shutdown-policy", "set", "pv1 save", JsonHosts::plain),
        JsonCase.of("shutdown-policy", "planned", "--dry-run pv1 save", JsonHosts::plain),
        JsonCase.of("shutdown-policy", "already-so", "pv1 save", policies),
        JsonCase.of("shutdown-policy", "invalid", "pv1 nonsense", policies));
  }

  private static List<JsonCase> hardware() {
    return List.of(
        JsonCase.of("hardware", "none", "", JsonHosts::plain),
        JsonCase.of("hardware", "changes", "", JsonHosts::changedHardware),
        JsonCase.of(
            "hardware", "acknowledged", "--acknowledge " + CARD, JsonHosts::changedHardware),
        JsonCase.of(
            "hardware", "planned", "--acknowledge --dry-run " + CARD, JsonHosts::changedHardware));
  }

  private static List<JsonCase> remap() {
    Supplier<GuideHost> moved = () -> MovedDevices.moved(JsonHosts.plain());
    return List.of(
        JsonCase.of("remap", "done", "", moved),
        JsonCase.of("remap", "planned", "--dry-run", moved),
        JsonCase.of("remap", "refused", "", () -> MovedDevices.likely(JsonHosts.plain())),
        JsonCase.of("remap", "already-so", "", JsonHosts::changedHardware),
        JsonCase.of("remap", "nothing", "", JsonHosts::plain));
  }

  private static List<JsonCase> trials() {
    Supplier<GuideHost> plain = () -> TrialHost.install(JsonHosts.plain());
    Supplier<GuideHost> running = () -> Trials.running(JsonHosts.plain(), CARD);
    return List.of(
        JsonCase.of("hide", "trial-done", "--boot --trial " + CARD, plain),
        JsonCase.of("hide", "trial-refused", "--boot --trial " + CARD, JsonHosts::plain),
        JsonCase.of("confirm", "done", "", running),
        JsonCase.of("confirm", "planned", "--dry-run", running),
        JsonCase.of("confirm", "cancelled", "--cancel", running),
        JsonCase.of("confirm", "lines-ended", "--watch", running),
        JsonCase.of("confirm", "refused", "", () -> Trials.ended(JsonHosts.plain(), CARD)));
  }

  private static List<JsonCase> others() {
    return List.of(
        JsonCase.of("boot-config", "state", "", JsonHosts::everyBootState),
        JsonCase.of("boot-config", "lines", CARD, JsonHosts::plain),
        JsonCase.of("boot-config", "replaced", TWIN, JsonHosts::detailed),
        JsonCase.of("boot-config", "unknown-driver", "0c:00.0", JsonHosts::plain),
        JsonCase.of("capture", "written", "FOLDER/host.gangway", JsonHosts::plain),
        JsonCase.of(
            "capture", "not-root", "FOLDER/host.gangway", () -> JsonHosts.plain().withoutRoot()),
        JsonCase.of("doctor", "lines-repaired", "--fix", JsonHosts::withIssues),
        JsonCase.of("doctor", "lines-without-fix", "", JsonHosts::plain));
  }
}
